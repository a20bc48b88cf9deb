import Testing

@testable import Notifier

@Suite("The gate before the relay")
struct RelayGateTests {
    private let start = ContinuousClock.now

    @Test("is closed for longer and longer while the relay is away, and lets one mail try in between")
    func pauses() {
        var gate = RelayGate()
        var now = start
        var pauses: [Duration] = []
        for _ in 1...7 {
            gate.learn(reached: false, at: now)
            let closed = now
            while gate.limit(at: now) == 0 { now += .seconds(1) }
            #expect(gate.limit(at: now) == 1)
            pauses.append(closed.duration(to: now))
        }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30].map { Duration.seconds($0) })
    }

    @Test("opens with the first mail that gets through, and begins anew with the next outage")
    func opens() {
        var gate = RelayGate()
        for second in [0, 1, 3] { gate.learn(reached: false, at: start + .seconds(second)) }

        gate.learn(reached: true, at: start + .seconds(7))

        #expect(gate.limit(at: start + .seconds(7)) == nil)
        gate.learn(reached: false, at: start + .seconds(8))
        #expect(gate.limit(at: start + .seconds(9)) == 1)
    }

    @Test("what fails together closes it once")
    func together() {
        var gate = RelayGate()
        for _ in 1...50 { gate.learn(reached: false, at: start) }
        #expect(gate.limit(at: start + .seconds(1)) == 1)
    }
}
