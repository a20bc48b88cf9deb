import FoundationEssentials
import Logging
import Postgres
import Synchronization

/// Gives a sweep its turns: at once while more is due, else when it asked for, and at least once a second.
final class SweepLoop: Sendable {
    /// Longest pause between two turns: another replica may have died with timers only it knew.
    static let longestPause = Duration.seconds(1)

    private let sweep: any Sweep
    private let runner: TurnRunner
    private let log: Logger
    private let alarm = Alarm()

    init(_ sweep: any Sweep, runner: TurnRunner, log: Logger) {
        self.sweep = sweep
        self.runner = runner
        self.log = log
    }

    /// Ends the present pause.
    func wake() { alarm.ring() }

    func run() async {
        var failures = 0
        while !Task.isCancelled {
            let pause: Duration?
            switch await turn() {
            case .asked(let asked): (pause, failures) = (asked, 0)
            case .failed:
                // Soon after a short trouble, then as rarely as at rest.
                failures = min(failures + 1, 5)
                pause = .milliseconds(50 << failures)
            }
            if let pause {
                if pause > .zero { await alarm.wait(atMost: min(pause, Self.longestPause)) }
            } else {
                await alarm.rest(alarm.begin())
            }
        }
    }

    /// How long to wait on the machine's clock for an instant of the product's, which may run faster; nil without end.
    static func pause(before next: NextSweep, at reading: ClockReading) -> Duration? {
        switch next {
        case .again: .zero
        case .whenRung: nil
        case .at(nil): longestPause
        case .at(let due?):
            // Due means later than, so one microsecond is added.
            .seconds(max(0.001, (due.timeIntervalSince(reading.now) + 0.000_001) / reading.rate))
        }
    }

    private enum Outcome {
        /// The pause that the sweep asks for.
        case asked(Duration?)
        case failed
    }

    private func turn() async -> Outcome {
        do {
            let pause = try await runner.run { turn in
                Self.pause(before: try await sweep.run(in: turn), at: ClockReading(now: turn.now, rate: turn.rate))
            }
            return .asked(pause)
        } catch {
            log.warning(
                "a sweep failed and comes again",
                [.sweep: "\(sweep.name)", .reason: "\(Cause.text(of: error))"]
            )
            return .failed
        }
    }
}

/// A bell that one task waits for and anybody rings.
final class Alarm: Sendable {
    private struct State {
        var rung = false
        var waiter: CheckedContinuation<Void, Never>?
        var round = 0
        var expired = 0
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.rung = waiter == nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when rung, after `pause`, or when the task is cancelled.
    func wait(atMost pause: Duration) async {
        let round = begin()
        let timer = Task {
            try? await Task.sleep(for: pause)
            self.expire(round)
        }
        await rest(round)
        timer.cancel()
    }

    /// A new pause; what ended the former one does not count for it.
    func begin() -> Int {
        state.withLock { state in
            state.round += 1
            return state.round
        }
    }

    /// Returns when rung, when the pause has expired, or when the task is cancelled.
    func rest(_ round: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.rung || state.expired == round || Task.isCancelled {
                        state.rung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }

    /// Ends a pause, if it is still the present one.
    func expire(_ round: Int) {
        let waiter = state.withLock { state in
            guard state.round == round else { return CheckedContinuation<Void, Never>?.none }
            // The waiter may not stand there yet: it looks before it waits.
            state.expired = round
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }
}
