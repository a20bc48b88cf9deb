extension Link {
    /// Takes in what has arrived and hands it to whoever expects it.
    func receive() {
        guard isUp, let connection else { return }
        let isAlive = connection.consumeInput()
        takeResults(from: connection)
        takeNotifications(from: connection)
        if isUp, !isAlive || connection.isBroken { lose(connection.complaint) }
    }

    /// The link is gone: every flight crashes, and nothing of this connection will be believed again.
    func lose(_ reason: String, as error: PostgresError? = nil) {
        lossReason = reason
        connection = nil
        hasUnsentBytes = false
        _ = expectations.takeAll()
        retreat()
        for flight in flights.takeAll() { flight.crash(error ?? .connectionLost(reason: reason)) }
    }

    private func takeNotifications(from connection: Connection) {
        guard isUp, let notifications else { return }
        while let notification = connection.nextNotification() { notifications.yield(notification) }
    }

    private func takeResults(from connection: Connection) {
        var separators = 0
        while isUp, let expectation = expectations.first, !connection.isBusy {
            guard let result = connection.nextResult() else {
                if case .script = expectation.kind { finishScript(expectation.flight, connection) }
                // One nil stands between two answers; a second says that there is nothing yet.
                separators += 1
                if separators > 1 { return }
                continue
            }
            separators = 0
            if case .script = expectation.kind {} else { expectations.popFirst() }
            take(result, for: expectation)
        }
    }

    private func take(_ result: ResultSet, for expectation: Expectation) {
        switch result.outcome {
        case .rows, .noRows: succeed(result, expectation)
        case .pipelineAborted: if case .preparation(let name) = expectation.kind { statements.remove(name) }
        case .error: fail(result, expectation)
        case .sync:
            guard case .sync = expectation.kind else { return lose("an answer came out of turn") }
            land(expectation.flight)
        case .unexpected: lose("COPY is not supported over this link")
        }
    }

    private func succeed(_ result: ResultSet, _ expectation: Expectation) {
        switch expectation.kind {
        case .answer: expectation.flight.answered(result)
        case .commit: expectation.flight.committed(tag: result.commandTag)
        case .preparation, .statement, .script: break
        case .sync: lose("an answer came out of turn")
        }
    }

    private func fail(_ result: ResultSet, _ expectation: Expectation) {
        // Without a SQLSTATE it was libpq that failed, because the connection did.
        guard let error = result.rejection else { return }
        if error.isStalePlan { statements.forgetAll() }
        switch expectation.kind {
        case .preparation(let name):
            statements.remove(name)
            expectation.flight.failed(error)
        case .commit: expectation.flight.commitFailed(error)
        case .statement, .answer, .script, .sync: expectation.flight.failed(error)
        }
    }

    private func finishScript(_ flight: Flight, _ connection: Connection) {
        expectations.popFirst()
        if !connection.resumePipeline() { return lose(connection.complaint) }
        land(flight)
    }

    private func land(_ flight: Flight) {
        flights.popFirst()
        flight.land()
    }
}
