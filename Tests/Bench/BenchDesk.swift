import Desk
import FoundationEssentials
import Logging
import Proving
import WorkerKit

/// People at the desk: each act goes the way of the command line, one turn a ticket, one session a round.
struct BenchDesk: Sendable {
    private let settings: PlatformSettings

    init(_ pipeline: Pipeline) {
        var reader = SettingsReader([
            "AFTERSAIL_DATABASE_URL": pipeline.databaseURL, "AFTERSAIL_BROKER_URL": pipeline.brokerURL,
        ])
        settings = PlatformSettings(&reader)
    }

    /// An agent answers; the clocks of the first response stop.
    func reply(to tickets: [UUID]) async throws {
        try await session(tickets) { turn, ticket, _ in
            _ = try await Desk(turn, as: .agent("agent1")).reply(ticket, "Please tell us the serial number.")
        }
    }

    /// An agent declares the tickets solved.
    func resolve(_ tickets: [UUID]) async throws {
        try await session(tickets) { turn, ticket, _ in
            _ = try await Desk(turn, as: .agent("agent1")).resolve(ticket, "It works again.")
        }
    }

    /// Customers answer their surveys, one to five in turn.
    func answer(surveys: [UUID]) async throws {
        try await session(surveys) { turn, survey, number in
            try await Desk(turn, as: .customer).answer(survey: survey, score: number % 5 + 1)
        }
    }

    private func session(
        _ subjects: [UUID],
        _ work: @Sendable (Turn, UUID, Int) async throws -> Void
    ) async throws {
        guard !subjects.isEmpty else { return }
        let log = Logger(label: "desk") { LineLogHandler(label: $0, level: .critical, format: .text) }
        let session = try CommandSession(Identity(worker: "desk"), settings: settings, log: log)
        for (number, subject) in subjects.enumerated() {
            try await session.turn { turn in try await work(turn, subject, number) }
        }
        let departure = await session.finish(within: .seconds(30))
        guard departure.left == 0 else {
            throw CommandFailed(output: "the broker took \(departure.confirmed) of the desk's messages, not all")
        }
    }
}
