/// A message that fails or kills its process, and an innocent neighbour: attempts, starts and parking.
struct AttemptModel: Model {
    enum Culprit: CaseIterable {
        case failing, killing
    }

    struct State: Hashable {
        /// Processes that may still die of something else, and outages after which deliveries go back.
        var crashes: Int
        var outages: Int
        /// The culprit, then the innocent.
        var messages = [Message(), Message()]
    }

    struct Message: Hashable {
        var place = Place.queued
        /// Deliveries that ended in a lost link.
        var returns = 0
        /// The number in its header.
        var attempt = 1
        /// How often it has failed alone, as nobody but us knows.
        var failures = 0
        /// Its row in `attempt`: starts, and the process that started last; nil when that one is dead.
        var starts = 0
        var starter: Int?
    }

    enum Place: Hashable {
        case queued, waiting, parked, done
        case held(by: Int)
        case started(by: Int)
    }

    enum Move: CustomStringConvertible {
        case take(Int, Int), handle(Int), start(Int, Int), finish(Int, Int), comeBack(Int), die(Int), giveBack(Int)

        var description: String {
            switch self {
            case .take(let worker, let message): "\(name(worker)) is given \(Self.messages[message])"
            case .handle(let worker): "\(name(worker)) handles in one transaction what is no suspect"
            case .start(let worker, let message): "\(name(worker)) records the start of \(Self.messages[message])"
            case .finish(let worker, let message): "\(name(worker)) handles \(Self.messages[message]) alone"
            case .comeBack(let message): "\(Self.messages[message]) comes back from its wait queue"
            case .die(let worker): "\(name(worker)) dies of something else and is replaced"
            case .giveBack(let worker): "\(name(worker)) gives back what it holds"
            }
        }

        private func name(_ worker: Int) -> String { "worker \(DeliveryMove.names[worker])" }
        private static let messages = ["the culprit", "the innocent"]
    }

    /// Tries before a message is parked, starts before a killer is, and returns that make a suspect.
    static let (maxAttempts, maxStarts, suspectAfter) = (3, 3, 2)
    private static let innocent = 1

    let culprit: Culprit
    let workers: Int
    let crashes: Int
    let outages: Int
    var flaw: Flaw?

    var start: State { State(crashes: crashes, outages: outages) }

    func fault(in state: State) -> String? {
        let innocent = state.messages[Self.innocent]
        if innocent.place == .parked { return "an innocent message was parked" }
        if innocent.attempt > 1 { return "an innocent message lost an attempt" }
        for message in state.messages {
            if message.attempt < min(message.failures + 1, Self.maxAttempts) { return "an attempt count went down" }
            if message.failures > Self.maxAttempts { return "a message was tried too often" }
            let isSpent = message.failures >= Self.maxAttempts || message.starts > Self.maxStarts
            if message.place == .parked, !isSpent { return "a message was parked before its tries were spent" }
        }
        return nil
    }

    func isFinished(_ state: State) -> Bool {
        state.messages.map(\.place) == [.parked, .done]
    }

    func moves(from state: State) -> [(move: Move, state: State)] {
        var moves: [(move: Move, state: State)] = []
        for index in state.messages.indices where state.messages[index].place == .waiting {
            var next = state
            next.messages[index].place = .queued
            moves.append((.comeBack(index), next))
        }
        for worker in 0..<workers {
            for index in state.messages.indices { add(index, worker, state, &moves) }
            let others = unsuspected(of: worker, in: state)
            if !others.isEmpty, !isBusy(worker, state) {
                moves.append((.handle(worker), handled(others, by: worker, state)))
            }
            if state.crashes > 0 {
                var next = died(worker, state)
                next.crashes -= 1
                moves.append((.die(worker), next))
            }
            if state.outages > 0 {
                var next = returned(from: worker, state)
                next.outages -= 1
                moves.append((.giveBack(worker), next))
            }
        }
        return moves
    }

    private func add(_ index: Int, _ worker: Int, _ state: State, _ moves: inout [(move: Move, state: State)]) {
        let message = state.messages[index]
        var next = state
        switch message.place {
        case .queued:
            next.messages[index].place = .held(by: worker)
            moves.append((.take(worker, index), next))
        case .held(worker) where message.returns >= Self.suspectAfter:
            guard !isBusy(worker, state) else { return }
            if message.starts == 0 || message.starter == nil { next.messages[index].starts += 1 }
            if flaw == .livingStartsCount, message.starter != nil { next.messages[index].starts += 1 }
            next.messages[index].starter = worker
            let isSpent = next.messages[index].starts > Self.maxStarts
            next.messages[index].place = isSpent ? .parked : .started(by: worker)
            moves.append((.start(worker, index), next))
        case .started(worker):
            moves.append((.finish(worker, index), handled([index], by: worker, state)))
        default: return
        }
    }

    /// A process handles one group after the other: a suspect is alone in it.
    private func isBusy(_ worker: Int, _ state: State) -> Bool {
        state.messages.contains { $0.place == .started(by: worker) }
    }

    private func unsuspected(of worker: Int, in state: State) -> [Int] {
        state.messages.indices.filter { index in
            state.messages[index].place == .held(by: worker) && state.messages[index].returns < Self.suspectAfter
        }
    }

    /// One transaction, split until a failing message stands alone.
    private func handled(_ group: [Int], by worker: Int, _ state: State) -> State {
        let culpritIndex = 1 - Self.innocent
        if culprit == .killing, group.contains(culpritIndex) { return died(worker, state) }
        var next = state
        for index in group {
            next.messages[index].starts = 0
            next.messages[index].starter = nil
            index == culpritIndex ? setAside(&next.messages[index]) : (next.messages[index].place = .done)
        }
        return next
    }

    private func setAside(_ message: inout Message) {
        message.failures += 1
        guard message.attempt < Self.maxAttempts else { return message.place = .parked }
        message.place = .waiting
        message.returns = 0
        message.attempt = flaw == .attemptReset ? 1 : message.attempt + 1
    }

    private func died(_ worker: Int, _ state: State) -> State {
        var next = returned(from: worker, state)
        for index in next.messages.indices where next.messages[index].starter == worker {
            next.messages[index].starter = nil
        }
        return next
    }

    private func returned(from worker: Int, _ state: State) -> State {
        var next = state
        for index in next.messages.indices
        where [.held(by: worker), .started(by: worker)].contains(next.messages[index].place) {
            next.messages[index].place = .queued
            next.messages[index].returns = min(Self.suspectAfter, next.messages[index].returns + 1)
        }
        return next
    }
}
