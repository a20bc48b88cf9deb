/// Inbox, acknowledgement, outbox, confirm and sweeper, as `Shared/WorkerKit` and `Shared/Broker` do them.
struct DeliveryModel: Model {
    typealias State = DeliveryState
    typealias Moves = [(move: DeliveryMove, state: DeliveryState)]

    let inputs: Int
    let workers: Int
    let faults: Int
    var flaw: Flaw?

    var start: DeliveryState { DeliveryState(inputs: inputs, workers: workers, faults: faults) }

    func fault(in state: DeliveryState) -> String? {
        for index in state.inputs.indices {
            let input = state.inputs[index]
            let name = "input \(index + 1)"
            if input.effects > 1 { return "\(name) took effect twice" }
            if input.effects == 0, input.isPublished, !state.isQueued(index) {
                return "\(name) was acknowledged without a commit"
            }
            if input.events > 0, input.effects == 0 { return "the event of \(name) was published without a commit" }
            if input.effects > 0, input.row == .none, input.events == 0 {
                return "the outbox row of \(name) is gone, and its event was never stored"
            }
            if input.events > 1, state.faults == faults {
                return "the event of \(name) was published twice without need"
            }
        }
        return nil
    }

    func isFinished(_ state: DeliveryState) -> Bool {
        let isSaid = state.inputs.allSatisfy { input in
            input.effects == 1 && input.events > 0 && input.row == .none && input.ready == 0
        }
        guard isSaid else { return false }
        return state.workers.allSatisfy { worker in
            worker.parcels.isEmpty && worker.turn == nil && worker.words.allSatisfy { $0 == .none }
                && worker.channel.allSatisfy { $0 == nil }
        }
    }

    func moves(from state: DeliveryState) -> Moves {
        var moves: Moves = []
        if flaw == nil || flaw == .noAudit, state.faults == 0 {
            addIndependent(state, &moves)
            if let first = moves.first { return [first] }
        }
        for input in state.inputs.indices { publish(input, state, &moves) }
        for worker in state.workers.indices {
            for input in state.inputs.indices {
                take(input, worker, state, &moves)
                say(input, worker, state, &moves)
                takeUp(input, worker, state, &moves)
            }
            turn(worker, state, &moves)
            if !state.workers[worker].isLocked { lock(worker, state, &moves) }
        }
        if state.faults > 0 { addFaults(state, &moves) }
        return moves
    }

    /// Steps that nobody else can hinder or notice once nothing breaks any more: their order is of no account, so one
    /// of them stands for all.
    private func addIndependent(_ state: DeliveryState, _ moves: inout Moves) {
        guard state.workers.allSatisfy(\.isLocked) else { return }
        for worker in state.workers.indices {
            for input in state.inputs.indices { say(input, worker, state, &moves) }
            for (index, parcel) in state.workers[worker].parcels.enumerated() where parcel.isCommitted {
                guard state.workers[worker].turn == nil else { continue }
                let next = acknowledged(index, worker, state)
                moves.append((.input(.acknowledge, worker, Int(parcel.input)), next))
            }
        }
    }

    private func publish(_ input: Int, _ state: DeliveryState, _ moves: inout Moves) {
        let again = state.inputs[input].isPublished
        guard !again || state.faults > 0 else { return }
        // Inputs are alike: which of them comes first makes no difference.
        guard input == 0 || state.inputs[input - 1].isPublished else { return }
        var next = state
        if again { next.faults -= 1 }
        next.inputs[input].isPublished = true
        next.inputs[input].ready += 1
        moves.append((.publish(input, again: again), next))
    }

    private func take(_ input: Int, _ worker: Int, _ state: DeliveryState, _ moves: inout Moves) {
        guard state.inputs[input].ready > 0 else { return }
        var next = state
        next.inputs[input].ready -= 1
        next.workers[worker].channel.append(Int8(input))
        let number = Int8(next.workers[worker].channel.count)
        next.workers[worker].parcels.append(DeliveryState.Parcel(input: Int8(input), number: number))
        moves.append((.input(.take, worker, input), next))
    }

    /// Transactions and acknowledgements.
    private func turn(_ worker: Int, _ state: DeliveryState, _ moves: inout Moves) {
        let parcels = state.workers[worker].parcels
        if let turn = state.workers[worker].turn {
            let input = Int(parcels[Int(turn)].input)
            moves.append((.input(.commit, worker, input), committed(input, worker, state, isAnswered: true)))
            var aborted = state
            aborted.workers[worker].turn = nil
            moves.append((.worker(.abort, worker), aborted))
            guard flaw == .publishBeforeCommit else { return }
            var early = state
            early.storeEvent(input)
            return moves.append((.input(.store, worker, input), early))
        }
        for (index, parcel) in parcels.enumerated() {
            let input = Int(parcel.input)
            if parcel.isCommitted {
                moves.append((.input(.acknowledge, worker, input), acknowledged(index, worker, state)))
            } else if !isLockedByAnother(input, state) {
                var next = state
                next.workers[worker].turn = Int8(index)
                moves.append((.input(.begin, worker, input), next))
            }
            if flaw == .ackBeforeCommit, !parcel.isStale {
                var early = state
                early.settle(parcel.number, of: worker)
                moves.append((.input(.acknowledge, worker, input), early))
            }
        }
    }

    /// Whoever inserts the inbox row first has the other wait.
    private func isLockedByAnother(_ input: Int, _ state: DeliveryState) -> Bool {
        guard flaw != .noInbox else { return false }
        return state.workers.contains { worker in
            worker.turn.map { worker.parcels[Int($0)].input == Int8(input) } ?? false
        }
    }

    func committed(_ input: Int, _ worker: Int, _ state: DeliveryState, isAnswered: Bool) -> DeliveryState {
        var next = state
        let isWon = state.inputs[input].effects == 0 || flaw == .noInbox
        if isWon {
            next.inputs[input].effects += 1
            next.inputs[input].row = .of(worker: Int8(worker))
        }
        if isAnswered, let turn = state.workers[worker].turn {
            next.workers[worker].parcels[Int(turn)].isCommitted = true
            if isWon { next.workers[worker].words[input] = .pending }
        }
        next.workers[worker].turn = nil
        return next
    }

    private func acknowledged(_ index: Int, _ worker: Int, _ state: DeliveryState) -> DeliveryState {
        var next = state
        let parcel = next.workers[worker].parcels.remove(at: index)
        if !parcel.isStale || flaw == .ackOnNewChannel {
            let first = flaw == .multipleAck ? 1 : parcel.number
            for number in first...parcel.number { next.settle(number, of: worker) }
        }
        next.forgetSettled(of: worker)
        return next
    }

    /// An event's way from memory to the broker, and the end of its row.
    private func say(_ input: Int, _ worker: Int, _ state: DeliveryState, _ moves: inout Moves) {
        var next = state
        switch state.workers[worker].words[input] {
        case .none: return
        case .pending where flaw == .noConfirmWait:
            next.workers[worker].words[input] = .confirmed
            if state.faults > 0 {
                var lost = next
                lost.faults -= 1
                moves.append((.input(.sendInVain, worker, input), lost))
            }
            next.storeEvent(input)
            moves.append((.input(.send, worker, input), next))
        case .pending:
            next.workers[worker].words[input] = .sent
            moves.append((.input(.send, worker, input), next))
        case .sent:
            next.workers[worker].words[input] = .stored
            next.storeEvent(input)
            moves.append((.input(.store, worker, input), next))
        case .stored:
            next.workers[worker].words[input] = .confirmed
            moves.append((.input(.confirm, worker, input), next))
        case .confirmed:
            next.workers[worker].words[input] = .none
            next.inputs[input].row = .none
            moves.append((.input(.delete, worker, input), next))
        }
        guard flaw == .rowDeletedBeforeConfirm, state.inputs[input].row != .none else { return }
        var early = state
        early.inputs[input].row = .none
        moves.append((.input(.delete, worker, input), early))
    }

    /// Rows that no memory holds: of the dead, and of one's own unanswered commits.
    private func takeUp(_ input: Int, _ worker: Int, _ state: DeliveryState, _ moves: inout Moves) {
        guard state.workers[worker].words[input] == .none else { return }
        let owner: Int?
        switch state.inputs[input].row {
        case .none: return
        case .ofTheDead: owner = nil
        case .of(let process): owner = Int(process)
        }
        var next = state
        next.workers[worker].words[input] = .pending
        if owner == worker {
            if flaw != .noAudit { moves.append((.input(.audit, worker, input), next)) }
            return
        }
        // The lock of the epoch, and those of the rows, keep two sweepers apart.
        let isSwept = state.workers.indices.contains { $0 != owner && state.workers[$0].words[input] != .none }
        let isFree = owner.map { !state.workers[$0].isLocked } ?? true
        guard !isSwept, isFree || flaw == .sweeperIgnoresEpochs else { return }
        moves.append((.input(.sweep, worker, input), next))
    }

    private func lock(_ worker: Int, _ state: DeliveryState, _ moves: inout Moves) {
        let isSwept = state.inputs.indices.contains { input in
            state.inputs[input].row == .of(worker: Int8(worker))
                && state.workers.indices.contains { $0 != worker && state.workers[$0].words[input] != .none }
        }
        guard !isSwept else { return }
        var next = state
        next.workers[worker].isLocked = true
        moves.append((.worker(.lock, worker), next))
    }
}
