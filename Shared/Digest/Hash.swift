import COpenSSL

/// The SHA-256 of some bytes: 32 bytes.
///
/// FIPS 180-4. For data that arrives in pieces use ``SHA256Digest``.
public func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: digestLength)
    unsafe _ = SHA256(bytes, bytes.count, &digest)
    return digest
}

/// The keyed hash HMAC-SHA256 of a message: 32 bytes.
///
/// RFC 2104 with FIPS 180-4. Any key length is taken; 32 random bytes are right.
public func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: digestLength)
    unsafe _ = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
    return digest
}

/// Whether two byte strings are equal, in a time that does not tell where they differ.
///
/// Only the lengths may leak.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}

/// Bytes in one SHA-256.
let digestLength = 32
