public import FoundationEssentials

/// Something a service tells the others, in the form it has on the wire.
///
/// One type per message and version. A new optional field keeps the version; anything else makes a new type beside
/// the old one. Internal messages carry ids, codes and versions, never customer text or addresses.
public protocol Message: Codable, Sendable, Equatable {
    /// Name and version, such as `ticket.opened.v1`: the routing key without its lane, and the `type` property.
    static var name: String { get }

    /// The ticket it is about, carried as a header too; `nil` for messages about no single ticket.
    var subjectID: UUID? { get }
}
