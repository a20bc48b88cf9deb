import BusinessTime
import FoundationEssentials
import Setup
import Tickets

@testable import Simulation

/// A ticket that is right in everything, for tests to spoil: ten hours to resolve it, half of them told of.
enum Specimen {
    /// When the ticket was opened.
    static let noon = Date(timeIntervalSince1970: 1_792_000_000)

    static func at(_ hours: Double) -> Date { noon.addingTimeInterval(hours * 3_600) }

    /// Ten hours to resolve, a word every day; one level of escalation.
    static func roster() throws -> Roster {
        let rule = SLARule(
            name: "everything",
            targets: SLATargets(
                acknowledgement: nil,
                resolution: SLATarget(600, .wall),
                progress: SLATarget(1_440, .wall)
            ),
            warnShares: [50],
            escalation: [EscalationStep("agent", afterMinutes: 0)]
        )
        let policy = SLAPolicy(name: "test", version: 1, rules: [rule])
        return try Roster(policy, .builtIn, Organisation(teams: [], agents: []))
    }

    static func line(
        _ kind: String,
        _ hours: Double,
        reason: String? = nil,
        told: StepKey? = nil,
        version: Int = 0
    ) -> TicketRecord.Line {
        TicketRecord.Line(
            at: at(hours),
            kind: kind,
            actor: kind == "replied" ? "agent:a" : "customer",
            team: nil,
            reason: reason,
            isMachine: false,
            recordedAt: at(hours),
            committed: at(hours),
            category: .other,
            priority: .p3,
            told: told,
            version: version
        )
    }

    static let warning = StepKey(metric: "resolution", cycle: 1, step: "warn-50")

    /// Open for six hours, warned after five.
    static func warned(_ hours: Double = 5.001) -> TicketRecord {
        var ticket = TicketRecord(
            id: UUID(),
            number: "AS-1",
            openedAt: noon,
            clockStart: noon,
            isMachine: false,
            level: "standard",
            country: nil,
            channel: .email,
            contract: nil
        )
        ticket.lines = [
            line("opened", 0), line("classified", 0.01), line("sla_warned", hours, told: warning, version: 1),
        ]
        ticket.notices = [
            notice(StepKey(metric: "acknowledgement", cycle: 1, step: "promise"), 0.01, version: 0),
            notice(warning, hours),
        ]
        let reason = "warned:\(ticket.id.uuidString.lowercased()):resolution:1:50:1"
        ticket.mails = [TicketRecord.Mail(reason: reason, audience: "staff", state: "sent", createdAt: at(hours))]
        ticket.clocks = [
            clock("resolution", "running", due: 10), clock("progress", "running", due: 24),
        ]
        return ticket
    }

    static func notice(_ key: StepKey, _ hours: Double, version: Int = 1) -> TicketRecord.Notice {
        TicketRecord.Notice(key: key, version: version, toldAt: at(hours), committed: at(hours + 0.0001))
    }

    static func clock(_ metric: String, _ state: String, due: Double?) -> TicketRecord.Clock {
        TicketRecord.Clock(
            metric: metric,
            cycle: 1,
            state: state,
            startedAt: noon,
            dueAt: due.map(at),
            stoppedAt: nil
        )
    }

    static func notices(_ ticket: TicketRecord, until hours: Double = 6) throws -> Findings {
        NoticeCheck(roster: try roster(), real: { $0 }, leeway: Leeway(slack: 120)).look(at: ticket, now: at(hours))
    }

    static func clocks(_ ticket: TicketRecord, until hours: Double = 6) throws -> Findings {
        ClockCheck(roster: try roster(), leeway: Leeway(slack: 120)).look(at: ticket, now: at(hours))
    }

    static func silence(_ lines: [TicketRecord.Line], until hours: Double) throws -> Findings {
        var ticket = warned()
        ticket.lines = lines
        return SilenceCheck(roster: try roster(), leeway: Leeway(slack: 120)).look(at: ticket, now: at(hours))
    }
}
