import Harness
import Desk
import FoundationEssentials
import Logging
import Postgres
import Proving
import WorkerKit

/// Customers and agents at work, through the public ways: requests to intake, turns at the desk.
///
/// Each round does what is due by the product's clock. What was refused because somebody else was quicker is looked at
/// again later, as people do.
actor People {
    private static let round = Duration.milliseconds(100)
    /// Rounds between two looks for new tickets and surveys.
    private static let lookEvery = 3

    let plan: RunPlan
    let roster: Roster
    private let pipeline: Pipeline
    private let clock: ProductClock
    private let arrivals: Arrivals
    private let settings: PlatformSettings
    private let mails: @Sendable () throws -> Set<String>
    private var isStopping = false
    private var sent = 0

    var diary = Diary<Plan>()
    var matters: [Matter] = []
    private var known: [UUID: Int] = [:]
    private var invited: Set<UUID> = []

    /// Why nobody works any more.
    private(set) var failure: (any Error)?
    /// First messages that the broker has confirmed.
    private(set) var opened = 0
    /// Further messages that the broker has confirmed.
    private(set) var answered = 0
    /// Acts at the desk that were committed.
    private(set) var acts = 0
    /// Acts that came too late: the ticket stood otherwise by then.
    private(set) var refused = 0
    /// Mails about which an operator decided.
    private(set) var settled = 0

    init(
        _ plan: RunPlan,
        pipeline: Pipeline,
        clock: ProductClock,
        roster: Roster,
        arrivals: Arrivals,
        mails: @escaping @Sendable () throws -> Set<String>
    ) {
        self.plan = plan
        self.pipeline = pipeline
        self.clock = clock
        self.roster = roster
        self.arrivals = arrivals
        self.mails = mails
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": pipeline.databaseURL, "AFTERSAIL_BROKER_URL": pipeline.brokerURL,
        ])
        settings = PlatformSettings(&reader)
    }

    func stop() { isStopping = true }

    /// Works until `stop()`; what ends it before stands in `failure` as well.
    func run() async throws {
        do {
            try await live()
        } catch {
            failure = error
            throw error
        }
    }

    private func live() async throws {
        planAbsences()
        var number = 0
        while !isStopping {
            let now = clock.now
            try await post(until: now)
            if number % Self.lookEvery == 0 {
                try await look(now)
                if plan.restart != .none { try await settleMails() }
            }
            try await act(until: now)
            number += 1
            try await pass(Self.round)
        }
    }

    /// Somebody falls ill every other day, and is back a day and a half later.
    private func planAbsences() {
        var chance = Seeded(plan.seed ^ 0xAB5E)
        let agents = roster.agents.filter { !$0.hasPrefix("duty.") }
        for day in stride(from: 1.25, to: plan.days, by: 2) where !agents.isEmpty {
            let agent = agents[Int.random(in: 0..<agents.count, using: &chance)]
            diary.add(.away(agent: agent), at: plan.start.addingTimeInterval(day * 86_400))
            diary.add(.back(agent: agent), at: plan.start.addingTimeInterval((day + 1.5) * 86_400))
        }
    }

    private func post(until now: Date) async throws {
        var bodies: [[UInt8]] = []
        while sent < arrivals.all.count, arrivals.all[sent].at <= now {
            bodies.append(try Texts.opening(arrivals.all[sent]))
            sent += 1
        }
        guard !bodies.isEmpty else { return }
        try await pipeline.post(bodies)
        opened += bodies.count
    }

    /// Finds tickets that have got an agent, and surveys that were sent.
    private func look(_ now: Date) async throws {
        let tickets = try await pipeline.database.rows(
            """
            SELECT t.id, t.external_id, a.agent_id
            FROM assignment a
            JOIN ticket t ON t.id = a.ticket_id
            WHERE a.ended_at IS NULL AND a.assigned_at > $1
            ORDER BY t.external_id
            """,
            now.addingTimeInterval(-max(6 * 3_600, 20 * plan.rate))
        )
        for row in tickets {
            let (ticket, id): (UUID, String) = (try row("id"), try row("external_id"))
            guard known[ticket] == nil, let arrival = arrival(of: id) else { continue }
            meet(ticket, arrival, agent: try row("agent_id"), now)
        }
        let surveys = try await pipeline.database.rows(
            "SELECT id FROM survey WHERE state = 'invited' AND due_at > $1 ORDER BY due_at, id",
            now.addingTimeInterval(-86_400)
        )
        for row in surveys {
            let survey: UUID = try row("id")
            guard invited.insert(survey).inserted else { continue }
            var chance = Seeded(plan.seed ^ UInt64(invited.count) &* 0x5A1)
            if chance.happens(0.35) {
                let at = now.addingTimeInterval(chance.around(6) * 3_600)
                diary.add(.rate(survey: survey, score: Habits.score(&chance)), at: at)
            }
        }
    }

    private func arrival(of externalID: String) -> Arrival? {
        guard externalID.hasPrefix("<sim-"), let number = Int(externalID.dropFirst(5).prefix { $0 != "@" }),
            arrivals.all.indices.contains(number - 1)
        else { return nil }
        return arrivals.all[number - 1]
    }

    private func meet(_ ticket: UUID, _ arrival: Arrival, agent: String, _ now: Date) {
        var chance = Seeded(plan.seed ^ UInt64(arrival.number) &* 0x9E37_79B9)
        let first = roster.worked(Habits.firstLook(arrival.tone, &chance), by: agent, from: now)
        // Some do not wait for an answer before they write again.
        let impatient = chance.happens(0.12)
        let again = Habits.answer(arrival.customer.country, from: now, hours: 9, &chance)
        let index = matters.count
        known[ticket] = index
        matters.append(Matter(arrival: arrival, ticket: ticket, chance: chance))
        diary.add(.work(matter: index), at: first)
        if impatient { diary.add(.write(matter: index), at: again) }
    }

    private func act(until now: Date) async throws {
        var due: [Plan] = []
        while due.count < 100, let (_, plan) = diary.next(by: now) { due.append(plan) }
        guard !due.isEmpty else { return }
        let standings = try await standings(of: due.compactMap(\.matter).map { matters[$0].ticket })
        let log = Logger(label: "desk") { LineLogHandler(label: $0, level: .critical, format: .text) }
        let session = try CommandSession(Identity(worker: "desk"), settings: settings, log: log)
        for plan in due {
            let standing = plan.matter.flatMap { standings[matters[$0].ticket] }
            do {
                try await carryOut(plan, standing, session, now)
            } catch is DeskError {
                refused += 1
                if let matter = plan.matter { diary.add(.work(matter: matter), at: now.addingTimeInterval(7_200)) }
            }
        }
        let departure = await session.finish(within: .seconds(30))
        guard departure.left == 0 else { throw SimulationError("the broker did not take what the desk said") }
    }

    private func standings(of tickets: [UUID]) async throws -> [UUID: Standing] {
        let rows = try await pipeline.database.rows(
            """
            SELECT t.id, COALESCE(s.status, 'open') AS status, s.wait_reason, a.agent_id
            FROM unnest($1::uuid[]) AS t (id)
            LEFT JOIN ticket_state s ON s.ticket_id = t.id
            LEFT JOIN assignment a ON a.ticket_id = t.id AND a.ended_at IS NULL
            """,
            tickets
        )
        var standings: [UUID: Standing] = [:]
        for row in rows { standings[try row("id")] = try Standing(row) }
        return standings
    }

    /// One act at the desk.
    func desk(_ session: CommandSession, as actor: DeskActor, _ act: @Sendable (Desk) async throws -> Void) async throws
    {
        try await session.turn { turn in try await act(Desk(turn, as: actor)) }
        acts += 1
    }

    /// A further message of the customer, in reply to the first.
    func write(_ index: Int, at now: Date) async throws {
        matters[index].messages += 1
        let arrival = matters[index].arrival
        let id = "<sim-\(arrival.number)-\(matters[index].messages)@mail.example>"
        try await pipeline.post([try Texts.further(arrival, id: id, at: now)])
        answered += 1
    }

    /// What an operator does about mails of which nobody knows whether they arrived: looks at the relay, and decides.
    private func settleMails() async throws {
        let rows = try await pipeline.database.rows("SELECT id, mail_id FROM notification WHERE state = 'uncertain'")
        guard !rows.isEmpty else { return }
        let arrived = try mails()
        let log = Logger(label: "desk") { LineLogHandler(label: $0, level: .critical, format: .text) }
        let session = try CommandSession(Identity(worker: "desk"), settings: settings, log: log)
        for row in rows {
            let (id, mail): (UUID, String) = (try row("id"), try row("mail_id"))
            let outcome: NotificationOutcome = arrived.contains(mail) ? .sent : .resend
            // Settled by the notifier in between: there is nothing left to decide.
            try? await desk(session, as: .operator("simulation")) { try await $0.settle(notification: id, as: outcome) }
            settled += 1
        }
        _ = await session.finish(within: .seconds(30))
    }
}
