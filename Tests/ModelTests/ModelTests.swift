import Testing

/// Every state that the delivery protocol can reach within small bounds; docs/model.md says how to read what fails.
@Suite("The model")
struct ModelTests {
    @Test("every input takes effect once and is said, whatever breaks")
    func delivery() {
        #expect(explore(Self.pair) > 50_000)
        #expect(explore(Self.single) > 10_000)
    }

    @Test("a poisonous message is parked, its neighbour never", arguments: AttemptModel.Culprit.allCases)
    func attempts(culprit: AttemptModel.Culprit) {
        #expect(explore(Self.attempts(culprit)) > 2_500)
    }

    @Test("a deadline that passes is told once, however it moved")
    func timers() {
        #expect(explore(Self.timers) > 6_000)
    }

    @Test("a mail goes out once, or somebody is told that nobody knows")
    func mails() {
        #expect(explore(Self.mails) > 1_000)
    }

    @Test("each mistake in the protocol has a counterexample", arguments: Flaw.allCases)
    func flaws(flaw: Flaw) throws {
        let found = counterexample(of: flaw)
        let counterexample = try #require(found)
        print("\(flaw.rawValue)\n\(counterexample)\n")
    }

    /// Looks within the same bounds in which the protocol has none.
    private func counterexample(of flaw: Flaw) -> Counterexample? {
        switch flaw.place {
        case .delivery: counterexample(Self.pair, flaw)
        case .attempts:
            AttemptModel.Culprit.allCases.lazy.compactMap { counterexample(Self.attempts($0), flaw) }.first
        case .timers: counterexample(Self.timers, flaw)
        case .mails: counterexample(Self.mails, flaw)
        }
    }

    private func counterexample(_ model: some Model, _ flaw: Flaw) -> Counterexample? {
        var flawed = model
        flawed.flaw = flaw
        return Explorer.explore(flawed).counterexample
    }

    /// Expects no counterexample and returns how many states there are: too few would mean that the model is empty.
    private func explore(_ model: some Model) -> Int {
        let exploration = Explorer.explore(model)
        #expect(exploration.counterexample == nil, "\(exploration.counterexample.map { "\($0)" } ?? "")")
        print("\(model): \(exploration.states) states, \(exploration.moves) moves")
        return exploration.states
    }

    private static let pair = DeliveryModel(inputs: 2, workers: 2, faults: 1)
    private static let single = DeliveryModel(inputs: 1, workers: 2, faults: 2)
    private static let timers = TimerModel(workers: 2, deadlines: 3, crashes: 1)
    private static let mails = MailModel(processes: 2, faults: 3)

    /// An innocent may leave as many starts behind as there are breaks of other causes: fewer than are allowed.
    private static func attempts(_ culprit: AttemptModel.Culprit) -> AttemptModel {
        AttemptModel(culprit: culprit, workers: 2, crashes: 1, outages: culprit == .killing ? 1 : 5)
    }
}
