import FoundationEssentials
import Postgres
import Proving

/// What became of the surveys of a phase.
struct SurveyFigures: Codable, Sendable {
    /// Tickets that were to be resolved.
    var wanted = 0
    var resolved = 0
    /// Invitations whose mail the provider took.
    var sent = 0
    var answered = 0
    /// From the first message of the phase until the last survey was sent and answered, or the wait ended.
    var seconds = 0.0

    var isComplete: Bool { min(resolved, sent, answered) == wanted }

    /// One line for a person.
    var text: String {
        let lacking = [("resolved", resolved), ("sent", sent), ("answered", answered)].filter { $0.1 < wanted }
        let missing = lacking.map { "\(wanted - $0.1) not \($0.0)" }.joined(separator: ", ")
        return """
            surveys: \(resolved) of \(wanted) tickets resolved, \(sent) invitations sent, \(answered) answered after \
            \(seconds.brief) s\(missing.isEmpty ? "" : "; missing: " + missing)
            """
    }
}

/// A desk that resolves every tenth ticket of a phase and answers its survey while the phase runs.
actor SurveyMix {
    /// Tickets and surveys in one round.
    private static let most = 200

    private let system: BenchSystem
    private let desk: BenchDesk
    private let wanted: [String]
    private let start = ContinuousClock.now
    private var resolved: Set<UUID> = []
    private var answered: Set<UUID> = []

    /// A mix of the messages with these numbers.
    init(_ system: BenchSystem, _ corpus: Corpus, numbers: Range<Int>) {
        self.system = system
        desk = BenchDesk(system.pipeline)
        wanted = numbers.filter { $0 % 10 == 3 }.map { corpus.externalID($0) }
    }

    /// Works until every survey is sent and answered; at most `patience` without any step forward.
    func run(patience: Duration) async throws -> SurveyFigures {
        let extra = system.extraMails
        var figures = try await read()
        var lastStep = ContinuousClock.now
        while !figures.isComplete, lastStep.duration(to: .now) < patience {
            try await Task.sleep(for: .milliseconds(300))  // lint:sleep a desk's rounds, with a deadline
            try await round()
            let next = try await read()
            system.extraMails = extra + (try await mailsOfTheDesk())
            if next.resolved + next.sent + next.answered > figures.resolved + figures.sent + figures.answered {
                lastStep = .now
            }
            figures = next
        }
        return figures
    }

    private func round() async throws {
        let tickets = try await ids(
            """
            SELECT r.ticket_id AS id
            FROM intake_receipt r
            JOIN assignment a ON a.ticket_id = r.ticket_id AND a.ended_at IS NULL
            WHERE r.channel = 'email' AND r.account = '' AND r.external_id = ANY($1::text[])
              AND NOT EXISTS (SELECT FROM ticket_state s WHERE s.ticket_id = r.ticket_id)
              AND EXISTS (SELECT FROM ticket_event e WHERE e.ticket_id = r.ticket_id AND e.kind = 'acknowledged')
            LIMIT \(Self.most)
            """,
            wanted
        )
        try await desk.resolve(tickets)
        resolved.formUnion(tickets)
        let surveys = try await ids(
            "SELECT id FROM survey WHERE ticket_id = ANY($1) AND state = 'invited' LIMIT \(Self.most)",
            Array(resolved)
        )
        try await desk.answer(surveys: surveys)
        answered.formUnion(surveys)
    }

    private func read() async throws -> SurveyFigures {
        let rows = try await system.pipeline.database.rows(
            """
            SELECT count(*) FILTER (WHERE s.state = 'answered') AS answered,
                count(*) FILTER (WHERE EXISTS (
                    SELECT FROM notification n
                    WHERE n.ticket_id = s.ticket_id AND n.template = 'survey_invitation' AND n.state = 'sent')) AS sent
            FROM survey s
            WHERE s.ticket_id = ANY($1)
            """,
            Array(resolved)
        )
        var figures = SurveyFigures(wanted: wanted.count, resolved: resolved.count)
        if let row = rows.first {
            figures.sent = try row("sent")
            figures.answered = try row("answered")
        }
        figures.seconds = start.duration(to: .now) / .seconds(1)
        return figures
    }

    /// Mails to customers that come from the desk's acts, not from a new ticket.
    private func mailsOfTheDesk() async throws -> Int {
        let rows = try await system.pipeline.database.rows(
            """
            SELECT count(*) AS n
            FROM notification
            WHERE ticket_id = ANY($1) AND audience = 'customer' AND template NOT LIKE 'acknowledgement%'
            """,
            Array(resolved)
        )
        guard let row = rows.first else { return 0 }
        return try row("n")
    }

    private func ids(_ sql: String, _ parameter: any PostgresValue) async throws -> [UUID] {
        try await system.pipeline.database.rows(sql, parameters: [parameter]).map { row in try row("id") }
    }
}
