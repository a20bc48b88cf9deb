import FoundationEssentials
import Postgres
import Proving

/// Tickets whose timers fall due together: answered ones, half of whose time to the solution is then over.
///
/// The solution is promised by the clock on the wall in every rule of the shipped policy, so a copy moved in time keeps
/// its deadlines, whatever its customer's calendar says. Before the instant the worker itself looks at every copy: what
/// falls due is what it derived from the ledger.
struct TimerStage: Sendable {
    /// Tickets that are answered and copied.
    private static let models = 100

    let system: BenchSystem
    let say: @Sendable (String) -> Void

    /// Makes `count` such tickets; gives the instant at which the last of them is due, some seconds ahead.
    ///
    /// - Throws: `CommandFailed` when this machine is too slow to be ready before the instant.
    func prepare(_ count: Int) async throws -> Date {
        try await answerModels()
        let due = Date() + 30 + Double(count) / 500
        let copies = TicketCopies(system, say: say)
        try await copies.write(count, of: Self.choice, for: .due(at: due))
        try await lookAtAll(copies)
        guard due.timeIntervalSinceNow > 2 else {
            throw CommandFailed(output: "the tickets were ready only after their timers were due: take fewer --timers")
        }
        say("  the timers are ready \(due.timeIntervalSinceNow.brief) s before they are due")
        return due
    }

    private func answerModels() async throws {
        let tickets: [UUID] = try await system.pipeline.database.rows(
            """
            SELECT a.ticket_id AS id
            FROM assignment a
            WHERE a.ended_at IS NULL
              AND EXISTS (SELECT FROM ticket_event e WHERE e.ticket_id = a.ticket_id AND e.kind = 'acknowledged')
            LIMIT \(Self.models)
            """
        ).map { row in try row("id") }
        try await BenchDesk(system.pipeline).reply(to: tickets)
        try await eventually("the answers are counted and sent", within: .seconds(60)) {
            let open = await system.pipeline.number(
                """
                SELECT (SELECT count(*) FROM ticket_state) - count(*) + (SELECT count(*) FROM mail_queue) AS n
                FROM sla_clock
                WHERE metric = 'first_response' AND state = 'met'
                """
            )
            return open == 0
        }
        system.extraMails += tickets.count
    }

    /// Has the worker look at every copy once, and waits until it has.
    private func lookAtAll(_ copies: TicketCopies) async throws {
        let database = copies.database
        try await database.execute(
            """
            INSERT INTO timer (ticket_id, metric, cycle, step, deadline_version, due_at)
            SELECT ticket, 'ticket', 0, 'look-' || n, 0, aftersail.now() FROM bench.copy
            """
        )
        try await eventually("the worker has looked at every copy", within: .seconds(300)) {
            await system.pipeline.number("SELECT count(*) AS n FROM timer WHERE metric = 'ticket'") == 0
        }
        for table in ["timer", "sla_clock"] { try await database.script("VACUUM (ANALYZE) aftersail.\(table)") }
    }

    /// A ticket has one timer, for whatever comes first: when the warning is due, its clock tells.
    private static let choice = """
        SELECT m.ticket_id AS ticket, (m.explanation #>> '{warnings,50}')::timestamptz AS due
        FROM aftersail.sla_clock m
        JOIN aftersail.sla_clock k ON k.ticket_id = m.ticket_id AND k.metric = 'first_response' AND k.state = 'met'
        WHERE m.metric = '\(TimerFigures.metric)' AND m.state = 'running'
        """
}
