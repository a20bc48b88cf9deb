import Digest

/// The secret that decides the order in which ticket numbers appear.
///
/// Keep it for the life of a prefix: another key makes numbers that collide with old ones.
public struct TicketNumberKey: Sendable {
    let permutation: NumberPermutation

    /// A key from at least 16 random bytes; throws ``TicketNumberError/shortKey(bytes:)`` when there are fewer.
    public init(_ secret: [UInt8]) throws(TicketNumberError) {
        guard secret.count >= 16 else { throw .shortKey(bytes: secret.count) }
        let derived = hmacSHA256(key: secret, message: Array("aftersail ticket number v1".utf8))
        permutation = NumberPermutation(key: SipKey(derived.prefix(16)))
    }
}
