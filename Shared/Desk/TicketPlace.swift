public import FoundationEssentials
import Postgres
public import Tickets
import WorkerKit

/// Where a ticket stands after an operation.
public struct TicketPlace: Codable, Hashable, Sendable {
    /// Row in `ticket`.
    public let id: UUID
    /// Public number.
    public let number: String
    /// Status after the operation.
    public var status: TicketStatus
    /// Counts the changes that were told to others, from 0.
    public var version: Int
    /// Resolution cycle, from 1.
    public var cycle: Int
    /// Way of the ticket's messages.
    public let lane: Lane
    /// When the ledger records what is done here: behind the change that was found.
    var recordedAt = Date.distantPast

    private enum CodingKeys: String, CodingKey {
        case id, number, status, version, cycle, lane
    }
}

extension TicketPlace {
    init(row: Row, id: UUID, in turn: Turn) throws {
        let kind: String = try row("status")
        let reason: String? = try row("wait_reason")
        let lane: String? = try row("lane")
        guard let kind = TicketStatus.Kind(rawValue: kind),
            let status = TicketStatus(kind, reason: reason.flatMap { PauseReason(rawValue: $0) })
        else { throw PostgresError.decoding(column: "status", expected: "a status this version knows") }
        self.id = id
        self.status = status
        number = try row("number")
        version = Int(try row("version") as Int32)
        cycle = Int(try row("cycle") as Int32)
        self.lane = lane.flatMap { Lane(rawValue: $0) } ?? .normal
        recordedAt = turn.instant(after: try row("updated_at"))
    }
}
