public import FoundationEssentials

/// Envelope senders of our mails: each names its notification, so that a bounce tells which mail came back.
///
/// The id is as good as a secret: its 74 random bits are known only to us and to where the mail went.
public struct BounceAddress: Hashable, Sendable {
    /// Gets all bounces, such as `bounces@example.com`.
    public let base: String

    /// Addresses around one that takes mail for whatever stands behind a plus sign; nil without a domain.
    public init?(_ base: String) {
        guard base.contains("@") else { return nil }
        self.base = base
    }

    /// `local+<notification>@domain`.
    public func text(for notification: UUID) -> String {
        let at = base.lastIndex(of: "@") ?? base.endIndex
        return "\(base[..<at])+\(notification.uuidString.lowercased())\(base[at...])"
    }

    /// The notification that an address names; nil for any other address.
    public static func notification(of address: String) -> UUID? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        let local = address[..<at]
        return local.lastIndex(of: "+").flatMap { UUID(uuidString: String(local[$0...].dropFirst())) }
    }
}
