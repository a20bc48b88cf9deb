import BusinessTime
import ClockRecord
import FoundationEssentials
import Postgres
import Synchronization
import Tickets
import WorkerKit

/// What this process knows of how long tickets take; empty until it has learned.
final class PaceInForce: Sendable {
    private struct State {
        var book = PaceBook.empty
        var learnedAt: Date?
    }

    private let state = Mutex(State())

    var book: PaceBook { state.withLock { $0.book } }
    var learnedAt: Date? { state.withLock { $0.learnedAt } }

    func learn(_ book: PaceBook, at now: Date) {
        state.withLock { $0 = State(book: book, learnedAt: now) }
    }
}

/// Learns now and then how long the latest tickets of each kind took.
struct LearnPace: Sweep {
    /// Latest tickets of a kind that count: enough for a steady interval, few enough to follow the season.
    private static let most = 500
    /// Seconds between two lessons.
    private static let pace = 3_600.0

    let name = "pace"
    let paces: PaceInForce

    func run(in turn: Turn) async throws -> NextSweep {
        if let learned = paces.learnedAt, (0..<Self.pace).contains(turn.now.timeIntervalSince(learned)) {
            return .at(learned.addingTimeInterval(Self.pace))
        }
        let durations = try await turn.transaction.durations(most: Self.most)
        let now = turn.now
        turn.afterCommit { [paces] in paces.learn(PaceBook(durations), at: now) }
        return .at(now.addingTimeInterval(Self.pace))
    }
}

extension Transaction {
    /// Open seconds of the latest resolved tickets by kind.
    fileprivate func durations(most: Int) async throws(PostgresError) -> [PaceBook.Kind: [Int]] {
        let rows = try await rows(
            """
            SELECT calendar, category, priority, open_seconds
            FROM (
                SELECT r.*, row_number() OVER (
                    PARTITION BY r.calendar, r.category, r.priority ORDER BY r.resolved_at DESC, r.ticket_id
                ) AS place
                FROM resolution_sample r
            ) AS latest
            WHERE place <= $1
            """,
            most
        )
        var durations: [PaceBook.Kind: [Int]] = [:]
        for row in rows {
            let (category, priority): (String?, Int?) = (try row("category"), try row("priority"))
            let kind = PaceBook.Kind(
                calendar: try row("calendar"),
                category: category.flatMap(Category.init(rawValue:)),
                priority: priority.flatMap(Priority.init(rawValue:))
            )
            durations[kind, default: []].append(try row("open_seconds"))
        }
        return durations
    }

    /// Stores how long tickets took; the first solution of a ticket counts.
    func enqueueSamples(_ samples: [ResolutionSample]) {
        guard !samples.isEmpty else { return }
        enqueue(
            """
            INSERT INTO resolution_sample (ticket_id, calendar, category, priority, open_seconds, resolved_at)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::integer[], $6::timestamptz[])
            ON CONFLICT DO NOTHING
            """,
            samples.map(\.ticket),
            samples.map(\.kind.calendar),
            samples.map { $0.kind.category?.rawValue },
            samples.map { $0.kind.priority.map { Int16($0.rawValue) } },
            samples.map { Int32(clamping: $0.openSeconds) },
            samples.map(\.resolvedAt)
        )
    }
}

/// How long a ticket took to its first solution.
struct ResolutionSample: Equatable, Sendable {
    let ticket: UUID
    let kind: PaceBook.Kind
    /// Open time of its calendar from the message on; what it waited for counts too, since the customer waited.
    let openSeconds: Int
    let resolvedAt: Date

    /// Nothing while the ticket is unsolved, and once its solution has been stored.
    init?(_ facts: TicketFacts, _ clocks: SLAClocks, kind: PaceBook.Kind) {
        let solved = facts.events.first { $0.kind == .resolved }
        let stored = facts.clocks.values.contains {
            $0.key.metric == SLAMetric.resolution.rawValue && $0.stoppedAt != nil
        }
        guard let solved, !stored else { return nil }
        ticket = facts.head.id
        self.kind = kind
        resolvedAt = solved.at
        let calendar = clocks.facts.calendar
        openSeconds = Int(calendar.elapsed(start: clocks.facts.startsAt, end: solved.at).components.seconds)
    }
}
