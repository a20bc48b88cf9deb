extension Link {
    func run(_ statement: Statement, by deadline: Deadline, _ answer: @escaping Answer) {
        runOnce(statement, by: deadline) { outcome in
            guard case .failure(let error) = outcome, error.isStalePlan else { return answer(outcome) }
            self.runOnce(statement, by: deadline, answer)
        }
    }

    private func runOnce(_ statement: Statement, by deadline: Deadline, _ answer: @escaping Answer) {
        ensureUp(by: deadline) { outcome in
            guard case .success = outcome else { return answer(outcome) }
            self.fly(Flight(by: deadline, report: answer)) { flight in
                self.sendDeallocations(by: deadline)
                self.sendLimits(flight)
                self.send(statement, .answer, flight)
            }
        }
    }

    func script(_ sql: String, by deadline: Deadline, _ answer: @escaping Answer) {
        ensureUp(by: deadline) { outcome in
            guard case .success = outcome else { return answer(outcome) }
            let flight = Flight(by: deadline) { self.finishScript($0, by: deadline, answer) }
            self.flights.append(flight)
            self.send(Expectation(kind: .script, flight: flight)) { $0.script(sql) }
            self.flush()
        }
    }

    private func finishScript(
        _ outcome: Result<Rows, PostgresError>,
        by deadline: Deadline,
        _ answer: @escaping Answer
    ) {
        guard isUp, connection?.isIdleOutsideTransaction == false else { return answer(outcome) }
        let open = PostgresError.rejected(
            state: "25001",
            message: "the script leaves a transaction open; end it with COMMIT",
            constraint: nil
        )
        let rollback = Flight(by: deadline) { _ in answer(outcome.flatMap { _ in .failure(open) }) }
        fly(rollback) { send(unprepared: "ROLLBACK", .statement, $0) }
    }

    // MARK: Transactions

    func run(
        _ statement: Statement,
        in context: TransactionContext,
        by deadline: Deadline,
        _ answer: @escaping Answer
    ) {
        if context.isEnded { return answer(.failure(.transactionEnded)) }
        admit(context, by: deadline) { outcome in
            guard case .success = outcome else { return answer(outcome) }
            self.fly(Flight(by: deadline, in: context, report: answer)) { flight in
                self.load(context, flight)
                self.send(statement, .answer, flight)
            }
        }
    }

    func commit(_ context: TransactionContext, by deadline: Deadline, _ answer: @escaping Answer) {
        context.end()
        let finish: Answer = { outcome in
            guard case .failure = outcome else { return answer(outcome) }
            self.rollBack(context) { answer(outcome) }
        }
        admit(context, by: deadline) { outcome in
            guard case .success = outcome else { return finish(outcome) }
            self.fly(Flight(by: deadline, in: context, report: finish)) { flight in
                self.load(context, flight)
                if self.isUp { flight.commitSent() }
                self.send(unprepared: "COMMIT", .commit, flight)
            }
        }
    }

    func rollBack(_ context: TransactionContext, _ done: @escaping () -> Void) {
        context.end()
        guard owesRollback(context) else { return done() }
        let flight = Flight(by: Deadline(after: configuration.deadline)) { _ in
            if self.owesRollback(context) { self.lose("torn down, because a transaction could not be rolled back") }
            done()
        }
        fly(flight) { send(unprepared: "ROLLBACK", .statement, $0) }
    }

    private func owesRollback(_ context: TransactionContext) -> Bool {
        isUp && context.epoch == epoch && connection?.isIdleOutsideTransaction == false
    }

    /// A transaction that has begun lives and dies with its connection.
    private func admit(_ context: TransactionContext, by deadline: Deadline, _ answer: @escaping Answer) {
        if let failure = context.failure { return answer(.failure(failure)) }
        guard let begun = context.epoch else { return ensureUp(by: deadline, answer) }
        if isUp, begun == epoch { return answer(.success(Rows(nil))) }
        let lost = PostgresError.connectionLost(reason: lossReason)
        context.fail(lost)
        answer(.failure(context.failure ?? lost))
    }

    private func load(_ context: TransactionContext, _ flight: Flight) {
        let (queued, begins) = context.takeOff(epoch: epoch)
        if begins {
            sendDeallocations(by: flight.deadline)
            send(unprepared: "BEGIN", .statement, flight)
            sendLimits(flight)
        }
        for statement in queued { send(statement, .statement, flight) }
    }

    // MARK: Flights

    /// Sends what `load` sends and closes it with a Sync.
    private func fly(_ flight: Flight, _ load: (Flight) -> Void) {
        load(flight)
        close(flight)
        flush()
    }

    private func close(_ flight: Flight) {
        guard isUp else { return flight.crash(.connectionLost(reason: lossReason)) }
        flights.append(flight)
        send(Expectation(kind: .sync, flight: flight)) { $0.sync() }
    }

    /// What the cache has dropped, under Syncs of their own: their failure must not touch anybody.
    private func sendDeallocations(by deadline: Deadline) {
        for sql in statements.takeDeallocations() {
            let flight = Flight(by: deadline)
            send(unprepared: sql, .statement, flight)
            close(flight)
        }
    }

    /// A call that may take longer than the session's own limits brings its limits along.
    private func sendLimits(_ flight: Flight) {
        guard flight.deadline.duration > configuration.deadline else { return }
        send(.limits(for: flight.deadline.duration), .statement, flight)
    }

    private func send(_ statement: Statement, _ kind: Expectation.Kind, _ flight: Flight) {
        let (name, isNew) = statements.name(for: statement)
        if isNew {
            send(Expectation(kind: .preparation(name), flight: flight)) { $0.prepare(name, statement) }
        }
        send(Expectation(kind: kind, flight: flight)) { $0.execute(name, statement) }
    }

    private func send(unprepared sql: String, _ kind: Expectation.Kind, _ flight: Flight) {
        send(Expectation(kind: kind, flight: flight)) { $0.execute(unprepared: sql) }
    }

    /// After a loss the rest of a flight goes nowhere; its owner hears of it when the flight is closed.
    private func send(_ expectation: Expectation, _ call: (Connection) -> Bool) {
        guard isUp, let connection else { return }
        expectations.append(expectation)
        if !call(connection) { lose(connection.complaint) }
    }

    func flush() {
        guard isUp, let connection else { return }
        switch connection.flush() {
        case 0: hasUnsentBytes = false
        case 1: hasUnsentBytes = true
        default:
            receive()
            if isUp { lose(connection.complaint) }
        }
    }
}
