import FoundationEssentials
import Proving

/// Holds the product's clock back while the machine cannot follow, as when others use it too.
///
/// A real installation's clock does not wait; but neither does its machine do a week's work in a quarter of an hour. What
/// is late because a simulation is in a hurry says nothing about the product.
actor Governor {
    private static let step = Duration.milliseconds(200)
    /// Seconds of the machine that the oldest due thing may wait: more than a sweep sleeps that knew another rate.
    private static let most = 1.2
    private static let enough = 0.3
    private static let brake = 12.0

    private let office: Office
    private let rate: Double
    private var isStopping = false
    /// How often, and how long in seconds of the machine, the clock was held back.
    private(set) var holds = 0
    private(set) var seconds = 0.0

    init(_ office: Office, rate: Double) {
        self.office = office
        self.rate = rate
    }

    func stop() { isStopping = true }

    func run() async throws {
        var heldSince: ContinuousClock.Instant?
        while !isStopping {
            try await pass(Self.step)
            let lag = Double(await office.pipeline.number(Self.oldest) ?? 0) / 1_000 / office.clock.rate
            if let since = heldSince, lag < Self.enough {
                try await office.clock.run(at: rate)
                seconds += since.duration(to: .now) / .seconds(1)
                heldSince = nil
            } else if heldSince == nil, lag > Self.most {
                try await office.clock.run(at: rate / Self.brake)
                holds += 1
                heldSince = .now
            }
        }
        if let since = heldSince { seconds += since.duration(to: .now) / .seconds(1) }
    }

    /// Milliseconds of the product's clock by which the oldest timer, mail or unpublished message is overdue.
    private static let oldest = """
        SELECT COALESCE(extract(epoch FROM aftersail.now() - least(
            (SELECT min(due_at) FROM timer WHERE due_at < aftersail.now()),
            (SELECT min(due_at) FROM mail_queue WHERE due_at < aftersail.now()),
            (SELECT min(created_at) FROM outbox_intake), (SELECT min(created_at) FROM outbox_classifier),
            (SELECT min(created_at) FROM outbox_dispatcher), (SELECT min(created_at) FROM outbox_sla_monitor),
            (SELECT min(created_at) FROM outbox_desk)
        )) * 1000, 0)::bigint AS n
        """
}
