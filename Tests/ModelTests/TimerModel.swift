/// A ticket's deadline that moves, its timer, and replicas of sla-monitor that look at it.
struct TimerModel: Model {
    struct State: Hashable {
        /// Deaths of a worker that may still happen.
        var crashes: Int
        /// Deadline number n passes when the time is n.
        var time = 0
        /// Which deadline the ledger gives, and which one the stored clock knows.
        var ledger = 1
        var stored = 1
        /// The instant at which the clock is to be looked at, if any.
        var timer: Int? = 1
        /// Timers of their own that have the ticket looked at at once.
        var looks = 0
        /// Messages about the ledger that are on their way.
        var news = 0
        /// Deadlines whose notice is taken.
        var notices: Set<Int> = []
        /// How often each deadline was told.
        var told: [Int]
        /// What each worker has read in its open transaction.
        var readings: [Reading?]
    }

    /// Facts as they stood when a worker had claimed the ticket.
    struct Reading: Hashable {
        let time: Int
        let ledger: Int
        let looks: Int
        let isNews: Bool
    }

    enum Move: CustomStringConvertible {
        case pass(Int), move(Int), look(Int, news: Bool), tell(Int), die(Int), postpone(Int)

        var description: String {
            switch self {
            case .pass(let time): "instant \(time) passes"
            case .move(let deadline): "the ledger moves the deadline to instant \(deadline)"
            case .look(let worker, let news):
                "\(name(worker)) looks at the ticket because of \(news ? "a message" : "its timer")"
            case .tell(let worker): "\(name(worker)) tells what is due and commits"
            case .die(let worker): "\(name(worker)) dies and is replaced"
            case .postpone(let worker): "\(name(worker)) leaves a look for later, as the ticket is taken"
            }
        }

        private func name(_ worker: Int) -> String { "worker \(DeliveryMove.names[worker])" }
    }

    let workers: Int
    let deadlines: Int
    let crashes: Int
    var flaw: Flaw?

    var start: State {
        State(
            crashes: crashes,
            told: Array(repeating: 0, count: deadlines + 1),
            readings: Array(repeating: nil, count: workers)
        )
    }

    func fault(in state: State) -> String? {
        for deadline in 1...deadlines {
            if state.told[deadline] > 1 { return "deadline \(deadline) was told twice" }
            if state.told[deadline] > 0, state.time < deadline { return "deadline \(deadline) was told too early" }
        }
        return nil
    }

    /// The deadline in force has passed and was told, and nobody has anything to look at.
    func isFinished(_ state: State) -> Bool {
        state.time > deadlines && state.told[state.ledger] == 1 && state.stored == state.ledger
            && state.timer == nil && state.looks == 0 && state.news == 0 && state.readings.allSatisfy { $0 == nil }
    }

    func moves(from state: State) -> [(move: Move, state: State)] {
        var moves: [(move: Move, state: State)] = []
        if state.time <= deadlines {
            var next = state
            next.time += 1
            moves.append((.pass(next.time), next))
        }
        // A person moves the deadline whenever it pleases: nothing of sla-monitor's is locked by that.
        if state.ledger < deadlines {
            var next = state
            next.ledger += 1
            next.news += 1
            moves.append((.move(next.ledger), next))
        }
        for worker in 0..<workers { add(worker, state, &moves) }
        return moves
    }

    private func add(_ worker: Int, _ state: State, _ moves: inout [(move: Move, state: State)]) {
        if let reading = state.readings[worker] {
            moves.append((.tell(worker), told(by: worker, reading, state)))
            if state.crashes > 0 {
                var next = state
                next.readings[worker] = nil
                next.crashes -= 1
                moves.append((.die(worker), next))
            }
            return
        }
        let isClaimed = state.readings.contains { $0 != nil } && flaw != .timerWithoutFencing
        let isDue = state.looks > 0 || state.timer.map { $0 <= state.time } ?? false
        if isDue, !isClaimed {
            moves.append((.look(worker, news: false), reading(by: worker, isNews: false, state)))
        }
        guard state.news > 0 else { return }
        if !isClaimed { return moves.append((.look(worker, news: true), reading(by: worker, isNews: true, state))) }
        var next = state
        next.news -= 1
        next.looks += 1
        moves.append((.postpone(worker), next))
    }

    private func reading(by worker: Int, isNews: Bool, _ state: State) -> State {
        var next = state
        next.readings[worker] = Reading(time: state.time, ledger: state.ledger, looks: state.looks, isNews: isNews)
        return next
    }

    /// Clock, timer and notices follow from the facts as they were read; a look left since then stays.
    private func told(by worker: Int, _ reading: Reading, _ state: State) -> State {
        let isDue = reading.ledger <= reading.time
        var next = state
        next.readings[worker] = nil
        if reading.isNews { next.news = max(0, next.news - 1) }
        next.looks = max(0, next.looks - reading.looks)
        next.stored = reading.ledger
        next.timer = isDue ? nil : reading.ledger
        if isDue, flaw == .timerWithoutFencing || next.notices.insert(reading.ledger).inserted {
            next.told[reading.ledger] += 1
        }
        return next
    }
}
