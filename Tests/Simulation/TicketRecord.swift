import BusinessTime
import FoundationEssentials
import Tickets

/// Which step of which clock.
struct StepKey: Hashable, Sendable, CustomStringConvertible {
    let metric: String
    let cycle: Int
    /// `warn-50`, `breach-1`, `progress-0`, `promise`.
    let step: String

    var description: String { "\(metric) \(cycle) \(step)" }
}

/// Everything the checker knows about one ticket, as one snapshot of the database holds it.
struct TicketRecord: Sendable {
    /// A line of the ledger.
    struct Line: Sendable {
        let at: Date
        let kind: String
        let actor: String
        /// Whose the ticket became.
        let team: String?
        /// Why the ticket waits.
        let reason: String?
        let isMachine: Bool
        let recordedAt: Date
        /// When its transaction committed, by the machine's clock.
        let committed: Date
        /// What a classification said.
        let category: Category?
        let priority: Priority?
        /// What the monitor told.
        let told: StepKey?
        let version: Int
    }

    /// A row of `sla_notice`.
    struct Notice: Sendable {
        let key: StepKey
        let version: Int
        let toldAt: Date
        let committed: Date
    }

    /// A row of `sla_clock`.
    struct Clock: Sendable {
        let metric: String
        let cycle: Int
        let state: String
        let startedAt: Date
        let dueAt: Date?
        let stoppedAt: Date?
    }

    /// A row of `notification`.
    struct Mail: Sendable {
        let reason: String
        let audience: String
        let state: String
        let createdAt: Date
    }

    let id: UUID
    let number: String
    let openedAt: Date
    let clockStart: Date
    let isMachine: Bool
    let level: String
    let country: String?
    let channel: Channel?
    let contract: String?
    /// In the order of the ledger.
    var lines: [Line] = []
    var notices: [Notice] = []
    var clocks: [Clock] = []
    var mails: [Mail] = []

    /// When it was classified; nil before.
    var classification: Line? { lines.first { $0.kind == "classified" } }
    /// Whether work on it is over as far as the ledger goes.
    var isEnded: Bool {
        let last = lines.last { ["resolved", "closed", "reopened"].contains($0.kind) }
        return last.map { $0.kind != "reopened" } ?? false
    }

    /// The facts of its clocks after some lines of the ledger, by the rules that hold for it then.
    func facts(_ lines: [Line], _ roster: Roster) -> SLAFacts {
        var (category, priority) = (Category?.none, Priority?.none)
        for line in lines {
            if line.kind == "classified" { category = line.category }
            priority = line.priority ?? priority
        }
        return SLAFacts(
            openedAt: openedAt,
            receivedAt: clockStart,
            subject: SLASubject(
                level: level,
                category: category,
                priority: priority,
                country: country,
                channel: channel
            ),
            policy: roster.policy,
            calendar: roster.calendar(for: country),
            events: lines.flatMap(\.events)
        )
    }
}

extension TicketRecord.Line {
    /// What clocks make of the line: the checker's own reading of the ledger.
    var events: [SLAEvent] {
        switch kind {
        case "opened": [SLAEvent(.opened, at: at)]
        case "classified": [SLAEvent(.classified, at: at)]
        case "assigned": team.map { [SLAEvent(.assigned(team: $0), at: at)] } ?? []
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
        case "reopened" where actor == "customer": [SLAEvent(.reopened, at: at), SLAEvent(.customerMessage, at: at)]
        case "reopened": [SLAEvent(.reopened, at: at)]
        case "merged": [SLAEvent(.merged, at: at)]
        default: []
        }
    }

    /// Whether the line moves clocks, or decides about their targets.
    var counts: Bool { !events.isEmpty || kind == "reclassified" }
    /// Whether nobody tells the monitor about it: it looks when the next step is due.
    var isSilent: Bool { kind == "acknowledged" || kind == "progress_sent" || kind == "assigned" }
}
