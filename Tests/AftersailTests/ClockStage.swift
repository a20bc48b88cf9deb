import Contracts
import Desk
import FoundationEssentials
import Harness
import Logging
import Postgres
import Testing
import Tickets

@testable import Aftersail
@testable import SLAMonitor
@testable import WorkerKit

/// A database under a clock that is moved by hand, people at the desk, and sla-monitor's decisions turn by turn.
struct ClockStage: Sendable {
    let database: Database
    private let follower: TicketFollower

    /// Does some work with a stage.
    static func run(_ work: (ClockStage) async throws -> Void) async throws {
        try await withOwner { database in
            let follower = TicketFollower(
                targets: TargetsInForce(patience: .zero, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                promiseWait: .seconds(60),
                bell: RelayedBell(),
                tally: SLATally(Metrics())
            )
            try await work(ClockStage(database: database, follower: follower))
        }
    }

    static func id(_ number: Int) -> UUID {
        UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256)))
    }

    static func number(_ number: Int) -> String { "AS-T\(number)" }

    /// Stops the product's clock at an instant.
    func set(_ instant: String) async throws {
        try await set(#require(RFC3339.date(instant)))
    }

    func set(_ instant: Date) async throws {
        try await database.execute(
            "UPDATE clock SET virtual_anchor = $1, real_anchor = pg_catalog.now(), rate = 1e-9",
            instant
        )
    }

    /// Loads setup documents, as an operator would.
    func load(_ files: [String: String]) async throws {
        let folder = try Place.folder(files)
        let run = await aftersail("setup", "load", folder)
        Place.remove(folder)
        #expect(run.code == 0, "\(run.complaints)")
    }

    /// A ticket that is opened now, and sorted unless it has no priority; of the customer of an earlier one, or of a new one.
    func open(
        _ number: Int,
        of earlier: Int? = nil,
        country: String? = "DE",
        priority: Int? = 3,
        machine: Bool = false
    ) async throws {
        let id = Self.id(number)
        if earlier == nil {
            try await database.execute("INSERT INTO customer (id, country) VALUES ($1, $2)", id, country)
        }
        try await database.execute(
            """
            INSERT INTO ticket (id, number, customer_id, channel, account, external_id, machine, received_at, clock_start)
            VALUES ($1, $2, $4, 'email', 'a', $2, $3, aftersail.now(), aftersail.now())
            """,
            id,
            Self.number(number),
            machine,
            Self.id(earlier ?? number)
        )
        try await write(number, "opened", by: "customer")
        if let priority { try await classify(number, priority) }
        try await follow(number)
    }

    func classify(_ number: Int, _ priority: Int) async throws {
        try await database.execute(
            """
            INSERT INTO triage (ticket_id, message_id, category, confidence, abstained, candidates, language,
                language_confidence, urgency, impact, priority, sentiment, safety, lane, rules_version, evidence)
            VALUES ($1, $1, 'spare_part', 1, false, '[]', 'en', 1, 'low', 'one', $2, 'neutral', false, 'normal', '1', '{}')
            """,
            Self.id(number),
            Int16(priority)
        )
    }

    /// A line of the ledger at the present instant.
    func write(_ number: Int, _ kind: String, by actor: String, data: String = "{}") async throws {
        try await database.execute(
            """
            INSERT INTO ticket_event (id, ticket_id, at, kind, actor, data)
            VALUES (gen_random_uuid(), $1, aftersail.now(), $2, $3, $4)
            """,
            Self.id(number),
            kind,
            actor,
            JSONText(data)
        )
    }

    /// Somebody does something at the desk, and sla-monitor hears of it.
    func desk(_ number: Int, _ work: @Sendable (Desk, UUID) async throws -> TicketPlace) async throws {
        try await turn { turn in _ = try await work(Desk(turn, as: .agent("li.wei")), Self.id(number)) }
        try await follow(number)
    }

    /// sla-monitor reads a ticket.
    func follow(_ number: Int) async throws {
        try await turn { turn in
            let claimed = try await turn.transaction.claim([Self.id(number)])
            _ = try await follower.follow(claimed, because: [:], in: turn)
        }
    }

    /// sla-monitor's timers run once, and what was counted by older targets is counted again.
    func sweep() async throws {
        try await turn { turn in _ = try await TimerSweep(follower).run(in: turn) }
        try await turn { turn in _ = try await RecountSweep(follower).run(in: turn) }
    }

    private func turn(_ work: @Sendable (Turn) async throws -> Void) async throws {
        try await database.transaction { transaction in
            let turn = Turn(transaction: transaction, now: try await transaction.instant())
            try await work(turn)
            turn.enqueueLedger(turn.takeEffects().ledger)
        }
    }
}

/// Setup files of the stage.
enum ClockSetup {
    /// One rule for priority 1, one for everybody else; each target in business minutes.
    static func policy(
        _ version: Int,
        first: Int?,
        next: Int? = 240,
        resolution: Int?,
        more: String = "",
        escalation: String = "[{ role: agent, afterMinutes: 0 }, { role: lead, afterMinutes: 30 }]"
    ) -> String {
        func target(_ name: String, _ minutes: Int?) -> String {
            minutes.map { "\(name): { minutes: \($0), measure: business }, " } ?? ""
        }
        let targets = target("firstResponse", first) + target("nextResponse", next) + target("resolution", resolution)
        return """
            kind: sla-policy
            name: standard
            version: \(version)
            rules:
              - name: critical
                match: { priorities: [1] }
                targets: { firstResponse: { minutes: 60, measure: wall }, resolution: { minutes: 480, measure: wall } }
                warnShares: [50]
                escalation: \(escalation)
              - name: everything else
                match: {}
                targets: { \(targets)\(more)progress: { minutes: 1440, measure: wall } }
                warnShares: [50, 90]
                escalation: \(escalation)

            """
    }

    /// Hamburg's office hours; a night shift on Saturdays for Poland.
    static func calendars(holidays: String = "") -> String {
        let day = #"[["08:30", "17:00"]]"#
        return """
            kind: calendars
            standard: hamburg
            countries: { DE: hamburg, PL: night }
            calendars:
              hamburg:
                tz: Europe/Berlin
                hours: { mon: \(day), tue: \(day), wed: \(day), thu: \(day), fri: [["08:30", "15:30"]] }
                holidays: [\(holidays)]
              night:
                tz: Europe/Warsaw
                hours: { sat: [["22:00", "06:00"]] }

            """
    }
}
