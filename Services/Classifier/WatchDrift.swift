import FoundationEssentials
import Postgres
import Synchronization
import Triage
import WorkerKit

/// Compares the tickets of a week with those of the four weeks before, once an hour, and shows how far they have moved.
struct WatchDrift: Sweep {
    /// Seconds between two looks.
    private static let pace = 3_600.0

    let name = "drift"
    private let metrics: Metrics
    private let looked = LastLook()

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare(
            "aftersail_triage_drift",
            .gauge,
            "How far a week's tickets are from the four weeks before: bits of divergence, or change of mean confidence."
        )
    }

    func run(in turn: Turn) async throws -> NextSweep {
        if let last = looked.at, (0..<Self.pace).contains(turn.now.timeIntervalSince(last)) {
            return .at(last.addingTimeInterval(Self.pace))
        }
        let (before, after) = try await turn.transaction.triageSamples(before: turn.now)
        let now = turn.now
        let drift = Drift(from: before, to: after)
        turn.afterCommit { [metrics, looked] in
            metrics.set("aftersail_triage_drift", drift?.category ?? 0, [("of", "category")])
            metrics.set("aftersail_triage_drift", drift?.language ?? 0, [("of", "language")])
            metrics.set("aftersail_triage_drift", abs(drift?.confidence ?? 0), [("of", "confidence")])
            looked.set(now)
        }
        return .at(now.addingTimeInterval(Self.pace))
    }
}

/// When this process looked last.
private final class LastLook: Sendable {
    private let instant = Mutex<Date?>(nil)

    var at: Date? { instant.withLock { $0 } }

    func set(_ now: Date) { instant.withLock { $0 = now } }
}

extension Transaction {
    /// What the machine made of the tickets of the last week and of the four weeks before it, whatever people said later.
    ///
    /// Every instant is a parameter: the function that tells the time would be called for every ticket.
    fileprivate func triageSamples(before now: Date) async throws -> (before: Drift.Sample, after: Drift.Sample) {
        let rows = try await rows(
            """
            SELECT g.classified_at >= $1 AS recent,
                COALESCE(CASE WHEN f.ticket_id IS NULL THEN g.category ELSE f.category_was END, 'none') AS category,
                COALESCE(f.language_was, g.language) AS language, count(*) AS tickets,
                sum(COALESCE(f.confidence, g.confidence)) AS confidence
            FROM triage g
            LEFT JOIN LATERAL (
                SELECT c.ticket_id, c.category_was, c.language_was, c.confidence
                FROM triage_correction c
                WHERE c.ticket_id = g.ticket_id
                ORDER BY c.corrected_at
                LIMIT 1
            ) f ON g.corrected_at IS NOT NULL
            WHERE g.classified_at >= $2
            GROUP BY 1, 2, 3
            """,
            now.addingTimeInterval(-7 * 86_400),
            now.addingTimeInterval(-35 * 86_400)
        )
        var samples: (before: Drift.Sample, after: Drift.Sample) = (.init(), .init())
        for row in rows {
            var sample = Drift.Sample()
            sample.add(
                try row("tickets"),
                category: try row("category"),
                language: try row("language"),
                confidence: try row("confidence")
            )
            if try row("recent") { samples.after.add(sample) } else { samples.before.add(sample) }
        }
        return samples
    }
}
