import Contracts
import Desk
import FoundationEssentials
import Logging
import Postgres
import Proving
import WorkerKit

/// A person at the desk: resolves every tenth ticket and answers its survey, with a record of its own.
///
/// Goes the way of the command line, through the same links as the workers, so faults hit it, too. What failed is tried
/// again in the next round.
actor DeskClerk {
    private static let mostPerRound = 40

    private let settings: PlatformSettings
    private let database: Database
    private var isStopping = false

    /// Tickets whose resolution was committed, as far as this side knows.
    private(set) var resolved: Set<UUID> = []
    /// Surveys whose answer was committed, as far as this side knows.
    private(set) var answered: Set<UUID> = []

    init(_ pipeline: Pipeline) {
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": pipeline.databaseURL, "AFTERSAIL_BROKER_URL": pipeline.brokerURL,
        ])
        settings = PlatformSettings(&reader)
        database = pipeline.database
    }

    func stop() { isStopping = true }

    /// A round each second until `stop()`.
    func run() async throws {
        while !isStopping {
            try await pass(.seconds(1))
            await round()
        }
    }

    private func round() async {
        let tickets = await ids(
            """
            SELECT t.id
            FROM ticket t
            JOIN assignment a ON a.ticket_id = t.id AND a.ended_at IS NULL
            WHERE t.opened_at BETWEEN now() - interval '3 minutes' AND now() - interval '2 seconds'
              AND t.external_id LIKE '<test-%3@%'
              AND NOT EXISTS (SELECT FROM ticket_state s WHERE s.ticket_id = t.id)
            LIMIT \(Self.mostPerRound)
            """
        ).filter { !resolved.contains($0) }
        let surveys = await ids(
            "SELECT id FROM survey WHERE state = 'invited' ORDER BY expires_at LIMIT \(2 * Self.mostPerRound)"
        ).filter { !answered.contains($0) }.prefix(Self.mostPerRound)
        guard !tickets.isEmpty || !surveys.isEmpty else { return }
        let log = Logger(label: "desk") { LineLogHandler(label: $0, level: .critical, format: .text) }
        guard let session = try? CommandSession(Identity(worker: "desk"), settings: settings, log: log) else { return }
        for ticket in tickets {
            let done = try? await session.turn { turn in
                try await Desk(turn, as: .agent("agent1")).resolve(ticket, "It works again.")
            }
            guard done != nil else { break }
            resolved.insert(ticket)
        }
        for (number, survey) in surveys.enumerated() {
            let done = try? await session.turn { turn in
                try await Desk(turn, as: .customer).answer(survey: survey, score: number % 5 + 1)
            }
            guard done != nil else { break }
            answered.insert(survey)
        }
        _ = await session.finish()
    }

    private func ids(_ sql: String) async -> [UUID] {
        guard let rows = try? await database.rows(sql) else { return [] }
        return (try? rows.map { row in try row("id") as UUID }) ?? []
    }
}
