import Digest

/// A file in a mail: a slice of the mail's bytes, decoded when asked.
public struct MailAttachment: Sendable {
    /// The file's last path component, without control characters; nil where it has none.
    public let name: String?
    /// `type/subtype`, lower case.
    public let mediaType: String
    /// Without angle brackets; HTML names it as `cid:`.
    public let contentID: String?
    /// Shown within the text rather than beside it.
    public let isInline: Bool

    let encoded: ArraySlice<UInt8>
    let encoding: TransferEncoding

    /// The file's bytes; at most as many as the mail has.
    public var content: [UInt8] { encoding.decoded(encoded) }

    /// Hands the file on in pieces of about 64 KiB; returns its size and SHA-256.
    ///
    /// - Throws: What `sink` throws.
    public func stream<Failure: Error>(
        _ sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) -> (size: Int, sha256: [UInt8]) {
        var digest = SHA256Digest()
        var size = 0
        var rest = encoded
        while !rest.isEmpty {
            let piece = encoding.decoded(encoding.nextPiece(&rest))
            size += piece.count
            digest.update(piece)
            try sink(piece)
        }
        return (size, digest.finish())
    }
}
