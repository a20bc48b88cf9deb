extension DeliveryModel {
    /// Whatever can go wrong; each takes one of the faults that are left.
    func addFaults(_ state: DeliveryState, _ moves: inout Moves) {
        var base = state
        base.faults -= 1
        var restarted = base
        for worker in state.workers.indices {
            restarted.closeChannel(of: worker)
            restarted.cutPublishing(of: worker)
            addFaults(of: worker, base, &moves)
        }
        moves.append((.restartBroker, restarted))
    }

    private func addFaults(of worker: Int, _ base: DeliveryState, _ moves: inout Moves) {
        func add(_ step: DeliveryMove.WorkerStep, _ change: (inout DeliveryState) -> Void) {
            var next = base
            change(&next)
            if next != base { moves.append((.worker(step, worker), next)) }
        }
        add(.die) { $0.kill(worker) }
        add(.cutConsuming) { $0.closeChannel(of: worker) }
        add(.cutPublishing) { $0.cutPublishing(of: worker) }
        add(.loseLock) { $0.workers[worker].isLocked = false }
        if let turn = base.workers[worker].turn {
            let input = Int(base.workers[worker].parcels[Int(turn)].input)
            let next = committed(input, worker, base, isAnswered: false)
            moves.append((.input(.commitUnanswered, worker, input), next))
        } else {
            add(.giveBack) { giveBack(worker, &$0) }
        }
    }

    private func giveBack(_ worker: Int, _ state: inout DeliveryState) {
        let open = state.workers[worker].parcels.filter { !$0.isCommitted }
        state.workers[worker].parcels.removeAll { !$0.isCommitted }
        for parcel in open where !parcel.isStale && state.workers[worker].channel[Int(parcel.number) - 1] != nil {
            state.settle(parcel.number, of: worker)
            state.inputs[Int(parcel.input)].ready += 1
        }
        state.forgetSettled(of: worker)
    }
}
