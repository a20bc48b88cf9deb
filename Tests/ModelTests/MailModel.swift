/// A mail from `queued` to `sent` or `uncertain`, with several notifiers and a relay that may fall silent.
struct MailModel: Model {
    struct State: Hashable {
        /// Faults that may still happen.
        var faults: Int
        var row = Row.queued
        /// The process under whose epoch the row was claimed; nil when that one is dead.
        var owner: Int?
        /// Times that the relay took the mail over.
        var delivered = 0
        var processes: [Process]
    }

    enum Row: Hashable {
        case queued, sending, finalising, sent, uncertain
    }

    struct Process: Hashable {
        /// The mail in its hands; twice only by mistake.
        var transfers: [Transfer] = []
        /// Whether the advisory lock of its epoch is held.
        var isLocked = true
    }

    /// How far one handing over is.
    enum Transfer: Hashable {
        /// All but the last byte is with the relay.
        case open
        /// The grant is committed.
        case granted
        /// The relay has it.
        case completed
        /// What the row is to become.
        case result(Row)
    }

    enum Move: CustomStringConvertible {
        case claim(Int, answered: Bool)
        case grant(Int, answered: Bool), refuse(Int), complete(Int), loseAnswer(Int), hearAnswer(Int)
        case settle(Int), takeBack(Int), recover(Int), die(Int), loseLock(Int), lock(Int)

        var description: String {
            let (worker, step) = words
            return "notifier \(DeliveryMove.names[worker]) \(step)"
        }

        private var words: (Int, String) {
            switch self {
            case .claim(let worker, true): (worker, "claims the mail and begins to send it")
            case .claim(let worker, false): (worker, "claims the mail, and never hears of the commit")
            case .grant(let worker, true): (worker, "commits the grant of the last byte")
            case .grant(let worker, false): (worker, "commits the grant, never hears of it, and breaks off")
            case .refuse(let worker): (worker, "is refused the grant and breaks off")
            case .complete(let worker): (worker, "sends the last byte, and the relay takes the mail")
            case .loseAnswer(let worker): (worker, "loses the relay before its answer")
            case .hearAnswer(let worker): (worker, "hears that the relay took the mail")
            case .settle(let worker): (worker, "writes down what came of it")
            case .takeBack(let worker): (worker, "takes back a row that it does not hold")
            case .recover(let worker): (worker, "takes over from a process whose lock is free")
            case .die(let worker): (worker, "dies and is replaced")
            case .loseLock(let worker): (worker, "loses the session of its epoch")
            case .lock(let worker): (worker, "locks its epoch again")
            }
        }
    }

    let processes: Int
    let faults: Int
    var flaw: Flaw?

    var start: State {
        State(faults: faults, processes: Array(repeating: Process(), count: processes))
    }

    func fault(in state: State) -> String? {
        if state.delivered > 1 { return "a mail was sent twice" }
        if state.row == .sent, state.delivered == 0 { return "a mail counts as sent and was not" }
        if state.row == .queued, state.delivered > 0 { return "a mail that was sent is queued again" }
        if state.row == .uncertain, state.faults == faults { return "a mail is uncertain without need" }
        return nil
    }

    func isFinished(_ state: State) -> Bool {
        [.sent, .uncertain].contains(state.row) && state.processes.allSatisfy(\.transfers.isEmpty)
    }

    func moves(from state: State) -> [(move: Move, state: State)] {
        var moves: [(move: Move, state: State)] = []
        for process in state.processes.indices {
            claim(process, state, &moves)
            for index in state.processes[process].transfers.indices { transfer(index, process, state, &moves) }
            recover(process, state, &moves)
            if state.faults > 0 { addFaults(process, state, &moves) }
        }
        return moves
    }

    private func claim(_ process: Int, _ state: State, _ moves: inout [(move: Move, state: State)]) {
        let isHeld = !state.processes[process].transfers.isEmpty
        if state.row == .queued, !isHeld || flaw == .claimOfHeld {
            var next = state
            next.row = flaw == .markedBeforeSent ? .sent : .sending
            next.owner = process
            if state.faults > 0 {
                var unanswered = next
                unanswered.faults -= 1
                moves.append((.claim(process, answered: false), unanswered))
            }
            next.processes[process].transfers.append(.open)
            moves.append((.claim(process, answered: true), next))
        }
        if state.owner == process, !isHeld { handBack(state, by: .takeBack(process), &moves) }
    }

    /// What was not completed is queued again; what may have been is uncertain.
    private func handBack(_ state: State, by move: Move, _ moves: inout [(move: Move, state: State)]) {
        guard [.sending, .finalising].contains(state.row) else { return }
        var next = state
        next.row = state.row == .sending ? .queued : .uncertain
        moves.append((move, next))
    }

    private func transfer(
        _ index: Int,
        _ process: Int,
        _ state: State,
        _ moves: inout [(move: Move, state: State)]
    ) {
        func add(_ move: Move, _ transfer: Transfer, _ change: (inout State) -> Void = { _ in }) {
            var next = state
            next.processes[process].transfers[index] = transfer
            change(&next)
            moves.append((move, next))
        }
        switch state.processes[process].transfers[index] {
        case .open: grant(index, process, state, &moves)
        case .granted: add(.complete(process), .completed) { $0.delivered += 1 }
        case .completed:
            add(.hearAnswer(process), .result(.sent))
            if state.faults > 0 { add(.loseAnswer(process), .result(.uncertain)) { $0.faults -= 1 } }
        case .result(let row): moves.append((.settle(process), settled(row, index, process, state)))
        }
    }

    private func grant(
        _ index: Int,
        _ process: Int,
        _ state: State,
        _ moves: inout [(move: Move, state: State)]
    ) {
        let isOurs = state.row == .sending && state.owner == process
        let isFree = flaw == .sentWithoutGrant || flaw == .markedBeforeSent
        var next = state
        guard isOurs || isFree else {
            next.processes[process].transfers[index] = .result(.queued)
            moves.append((.refuse(process), next))
            return
        }
        if !isFree { next.row = .finalising }
        if state.faults > 0 {
            var unanswered = next
            unanswered.faults -= 1
            unanswered.processes[process].transfers[index] = .result(.queued)
            moves.append((.grant(process, answered: false), unanswered))
        }
        next.processes[process].transfers[index] = .granted
        moves.append((.grant(process, answered: true), next))
    }

    private func settled(_ row: Row, _ index: Int, _ process: Int, _ state: State) -> State {
        var next = state
        next.processes[process].transfers.remove(at: index)
        guard state.owner == process, [.sending, .finalising, .uncertain].contains(state.row) else { return next }
        next.row = row
        return next
    }

    private func recover(_ process: Int, _ state: State, _ moves: inout [(move: Move, state: State)]) {
        if !state.processes[process].isLocked {
            var next = state
            next.processes[process].isLocked = true
            moves.append((.lock(process), next))
        }
        guard state.owner != process else { return }
        let isFree = state.owner.map { !state.processes[$0].isLocked } ?? true
        if isFree { handBack(state, by: .recover(process), &moves) }
    }

    private func addFaults(_ process: Int, _ state: State, _ moves: inout [(move: Move, state: State)]) {
        var base = state
        base.faults -= 1
        var dead = base
        dead.processes[process] = Process()
        if dead.owner == process { dead.owner = nil }
        moves.append((.die(process), dead))
        guard state.processes[process].isLocked else { return }
        base.processes[process].isLocked = false
        moves.append((.loseLock(process), base))
    }
}
