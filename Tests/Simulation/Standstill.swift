import FoundationEssentials
import Proving

/// Notices when the machine stands still, or has so much else to do that a short sleep takes long.
actor Standstill {
    private static let step = Duration.milliseconds(100)
    private static let worth = 0.7

    private let clock: ProductClock
    private var isStopping = false
    private(set) var times: [ClosedRange<Date>] = []

    init(_ clock: ProductClock) {
        self.clock = clock
    }

    func stop() { isStopping = true }

    func run() async throws {
        var (last, virtual) = (ContinuousClock.now, clock.now)
        while !isStopping {
            try await pass(Self.step)
            let (now, instant) = (ContinuousClock.now, clock.now)
            if last.duration(to: now) / .seconds(1) > Self.worth, virtual <= instant { times.append(virtual...instant) }
            (last, virtual) = (now, instant)
        }
    }
}
