import Reactor

// What tasks call. They wait outside the actor and are resumed straight from the reactor's thread, so that a call
// needs the cooperative pool neither on its way in nor while its answer is pending.
extension Link {
    /// Returns when the link can be used.
    nonisolated func open(by deadline: Deadline) async throws(PostgresError) {
        _ = try await ask { link, answer in link.ensureUp(by: deadline, answer) }
    }

    /// One statement outside any transaction.
    nonisolated func run(_ statement: Statement, by deadline: Deadline) async throws(PostgresError) -> Rows {
        try await ask { link, answer in link.run(statement, by: deadline, answer) }
    }

    /// One awaited statement of a transaction, behind everything enqueued before it.
    nonisolated func run(
        _ statement: Statement,
        in context: TransactionContext,
        by deadline: Deadline
    ) async throws(PostgresError) -> Rows {
        try await ask { link, answer in link.run(statement, in: context, by: deadline, answer) }
    }

    /// COMMIT in one flight with what is still enqueued; rolls back if anything fails.
    nonisolated func commit(_ context: TransactionContext, by deadline: Deadline) async throws(PostgresError) -> Rows {
        try await ask { link, answer in link.commit(context, by: deadline, answer) }
    }

    /// Pays the rollback that is owed; a link that cannot is torn down, which rolls back as well.
    nonisolated func rollBack(_ context: TransactionContext) async throws(PostgresError) -> Rows {
        try await ask { link, answer in link.rollBack(context) { answer(.success(Rows(nil))) } }
    }

    /// Multi-statement text in the simple protocol; the link must be idle.
    nonisolated func script(_ sql: String, by deadline: Deadline) async throws(PostgresError) -> Rows {
        try await ask { link, answer in link.script(sql, by: deadline, answer) }
    }

    nonisolated private func ask(
        _ start: @escaping @Sendable (isolated Link, @escaping Answer) -> Void
    ) async throws(PostgresError) -> Rows {
        let outcome = await withCheckedContinuation { (continuation: CheckedContinuation<_, Never>) in
            reactor.perform {
                self.assumeIsolated { link in start(link) { continuation.resume(returning: $0) } }
            }
        }
        return try outcome.get()
    }
}
