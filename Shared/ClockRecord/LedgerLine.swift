public import BusinessTime
public import FoundationEssentials
import Tickets

/// A line of the ledger as the database holds it.
public struct LedgerLine: Sendable {
    /// Kinds that clocks care about.
    public static let kinds = [
        "opened", "acknowledged", "customer_message", "replied", "progress_sent", "waiting", "resumed", "proposed",
        "objected", "resolved", "closed", "reopened", "merged", "classified", "assigned",
    ]

    /// When it happened.
    public let at: Date
    /// When it was written down; lines count in this order.
    public let recordedAt: Date
    /// What happened, one of ``kinds``.
    public let kind: String
    /// Who did it: `agent:<id>`, `customer`, `system:<worker>` or `operator:<name>`.
    public let actor: String
    /// What a ticket waits for since then.
    public let reason: String?
    /// The team that got it.
    public let team: String?
    /// Whether a machine of the customer's wrote.
    public let isMachine: Bool

    /// What clocks make of it; nothing when a machine of the customer's wrote.
    public var events: [SLAEvent] {
        switch kind {
        case "opened": [SLAEvent(.opened, at: at)]
        case "acknowledged": [SLAEvent(.acknowledged, at: at)]
        case "customer_message": isMachine ? [] : [SLAEvent(.customerMessage, at: at)]
        case "replied": [SLAEvent(actor.hasPrefix("system:") ? .autoReply : .humanReply, at: at)]
        case "progress_sent": [SLAEvent(.progressSent, at: at)]
        case "waiting": reason.flatMap(PauseReason.init(rawValue:)).map { [SLAEvent(.paused($0), at: at)] } ?? []
        case "resumed": [SLAEvent(.resumed, at: at)]
        case "proposed": [SLAEvent(.proposed, at: at)]
        case "objected": [SLAEvent(.objected, at: at)]
        case "resolved": [SLAEvent(.resolved, at: at)]
        case "closed": [SLAEvent(.closed, at: at)]
        // A customer reopens by writing, and is owed an answer; his message itself met an ended ticket.
        case "reopened" where actor == "customer":
            [SLAEvent(.reopened, at: at), SLAEvent(.customerMessage, at: at)]
        case "reopened": [SLAEvent(.reopened, at: at)]
        case "merged": [SLAEvent(.merged, at: at)]
        case "classified": [SLAEvent(.classified, at: at)]
        case "assigned": team.map { [SLAEvent(.assigned(team: $0), at: at)] } ?? []
        default: []
        }
    }
}
