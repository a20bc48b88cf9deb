import Digest

/// A file in the mail store, named by what it holds.
public struct KeptFile: Sendable, Hashable {
    /// SHA-256 of the bytes in lower-case hexadecimal.
    public let sha256: String
    /// Bytes.
    public let size: Int

    /// A file by its hash of 32 bytes and its size.
    public init(sha256: [UInt8], size: Int) {
        self.sha256 = hex(sha256)
        self.size = size
    }

    /// Where it lies, as messages name it: without the store's folder, so that the store can move.
    public var url: String { "aftersail-mail:" + sha256 }
}
