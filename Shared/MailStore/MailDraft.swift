public import MailIntake

/// A file on its way into the store, written in pieces; what is not kept is gone.
public protocol MailDraft: AnyObject {
    /// Writes the next piece.
    ///
    /// - Throws: what the system says; a retry begins with a new draft.
    func add(_ bytes: [UInt8]) throws(MailStoreError)

    /// Brings the file into the store under the name of its hash; call it once.
    ///
    /// The same bytes again take the place of the former file, so that a damaged one is mended.
    ///
    /// - Throws: what the system says; nothing is kept then, or everything.
    func keep() throws(MailStoreError) -> KeptFile
}
