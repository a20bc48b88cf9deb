import Harness
import Broker
import FoundationEssentials
import Proving

/// Posts requests at a steady rate, straight to the broker, as an adapter that repeats what was not confirmed.
///
/// One in twenty goes out again after it was confirmed, one in twenty customers writes again to the same ticket.
actor Generator {
    /// Requests without confirm, at most; above that nothing new is made.
    private static let openLimit = 500
    private static let step = Duration.milliseconds(50)
    /// Time before a reply or a repeat, so that its first message is likely to be there.
    private static let later = 3.0

    private let publisher: PublisherLink
    private let ledger: GeneratorLedger
    private var rate: Double
    private var random: Seeded
    private var made = 0
    private var owed = 0.0
    private var again: [Letter] = []
    private var inFlight = 0
    private var aftermath: [(due: ContinuousClock.Instant, letter: Letter)] = []
    private var isStopping = false

    private(set) var confirmed = 0

    init(brokerURL: String, ledger: GeneratorLedger, rate: Double, seed: UInt64) throws {
        publisher = PublisherLink(try BrokerAddress(brokerURL, connectionName: "adapter"))
        self.ledger = ledger
        self.rate = rate
        random = Seeded(seed)
    }

    /// New requests so far.
    var posted: Int { made }
    /// Requests that the broker has not confirmed yet.
    var open: Int { again.count + inFlight }

    func change(rate: Double) {
        self.rate = rate
        owed = 0
    }

    /// Posts until `stop()`, and then until everything is confirmed.
    func run() async throws {
        await publisher.start()
        var last = ContinuousClock.now
        while !isStopping || open > 0 {
            try await pass(Self.step)
            let now = ContinuousClock.now
            owed += rate * (last.duration(to: now) / .seconds(1))
            last = now
            try send(isStopping ? [] : try fresh(now))
        }
        await publisher.close()
    }

    /// Ends what is new; `run()` returns once everything is confirmed.
    func stop() {
        isStopping = true
        aftermath = []
    }

    private func fresh(_ now: ContinuousClock.Instant) throws -> [Letter] {
        guard open < Self.openLimit else {
            owed = 0
            return []
        }
        var letters: [Letter] = []
        while let first = aftermath.first, first.due <= now {
            letters.append(first.letter)
            aftermath.removeFirst()
        }
        let count = Int(owed)
        owed -= Double(count)
        for body in try Requests.make(count, from: made + 1) {
            made += 1
            let letter = Letter(number: made, id: "<test-\(made)@mail.example>", body: body)
            letters.append(letter)
            try plan(after: letter, now)
        }
        return letters
    }

    private func plan(after letter: Letter, _ now: ContinuousClock.Instant) throws {
        let die = Int.random(in: 0..<20, using: &random)
        let due = now + .seconds(Self.later)
        // Tickets that the desk resolves end in 3: nobody writes to those again.
        if die == 0, letter.number % 10 != 3 {
            let id = "<reply-\(letter.number)@mail.example>"
            let reply = try Requests.reply(to: letter.number)
            aftermath.append((due, Letter(number: letter.number, id: id, body: reply, isReply: true)))
        } else if die == 1 {
            var copy = letter
            copy.isRepeat = true
            aftermath.append((due, copy))
        }
    }

    private func send(_ fresh: [Letter]) throws {
        let letters = again + fresh
        again = []
        guard !letters.isEmpty else { return }
        try ledger.append("posted", letters.filter { !$0.isRepeat })
        try ledger.append("repeated", letters.filter(\.isRepeat))
        inFlight += letters.count
        Task {
            let outcomes = await publisher.publish(letters.map { Pipeline.outgoing($0.body) }, deadline: .seconds(5))
            try settle(letters, outcomes)
        }
    }

    private func settle(_ letters: [Letter], _ outcomes: [PublishOutcome]) throws {
        let settled = zip(letters, outcomes)
        let good = settled.filter { $0.1 == .confirmed }.map(\.0)
        try ledger.append("confirmed", good)
        again += settled.filter { $0.1 != .confirmed }.map(\.0)
        inFlight -= letters.count
        confirmed += good.count
    }
}
