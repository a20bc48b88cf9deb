import COpenSSL

/// A SHA-256 over data that arrives in pieces.
///
/// The order of the pieces counts, their lengths do not.
@safe public struct SHA256Digest: ~Copyable {
    private let context: OpaquePointer

    /// Begins with nothing hashed.
    public init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto could not begin a SHA-256; the process is out of memory")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds the next piece.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe _ = EVP_DigestUpdate(context, bytes, bytes.count)
    }

    /// Ends the hash: 32 bytes.
    public consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestLength)
        unsafe _ = EVP_DigestFinal_ex(context, &digest, nil)
        return digest
    }
}
