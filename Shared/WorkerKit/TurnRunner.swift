import Broker
import FoundationEssentials
import Mutants
import Postgres

/// Runs one transaction for a group of messages: inbox, decisions, writes, outbox, commit.
struct TurnRunner: Sendable {
    let identity: Identity
    let database: Database
    let outbox: Outbox
    let routes: Routes
    let horizon: InboxHorizon
    let answers: AnswerSender

    /// The same over other links.
    func on(_ database: Database) -> TurnRunner {
        TurnRunner(
            identity: identity,
            database: database,
            outbox: outbox,
            routes: routes,
            horizon: horizon,
            answers: answers
        )
    }

    /// Settles the group and returns once its transaction has committed.
    ///
    /// With `startRecorded` the group are suspects whose start stands in `attempt`; those rows go with it.
    ///
    /// `ON CONFLICT` doubles what a row of the inbox costs, and nearly every message comes once: so the first try does
    /// without, unless the broker says that it has delivered one of them before. A key that is taken ends that try.
    func run(_ group: [Parcel], startRecorded: Bool = false) async throws {
        guard !startRecorded, !group.contains(where: \.delivery.redelivered) else {
            return try await run(group, startRecorded: startRecorded, carefully: true)
        }
        do {
            try await run(group, startRecorded: false, carefully: false)
        } catch let error as PostgresError where error.isTakenKey {
            try await run(group, startRecorded: false, carefully: true)
        }
    }

    private func run(_ group: [Parcel], startRecorded: Bool, carefully: Bool) async throws {
        try await committing { transaction in
            if startRecorded { enqueueSettled(group, in: transaction) }
            let begun = try await begin(transaction, winnersOf: group, carefully: carefully)
            try Failpoint.pass(begun.winners)
            try await decide(begun.winners, in: begun.turn)
            return ((), begun.turn)
        }
    }

    /// Parks a group for a person; members that were settled meanwhile are left out.
    func park(_ group: [Parcel], cause: String) async throws {
        try await committing { transaction in
            enqueueSettled(group, in: transaction)
            let begun = try await begin(transaction, winnersOf: group, carefully: true)
            for parcel in begun.winners { begun.turn.park(parcel, as: identity, reason: cause) }
            return ((), begun.turn)
        }
    }

    /// Sends a failed message round through a wait queue.
    func retry(_ parcel: Parcel, after delay: Duration, cause: String) async throws {
        try await run { turn in
            enqueueSettled([parcel], in: turn.transaction)
            turn.retry(parcel, after: delay, cause: cause, as: identity, claimed: false)
        }
    }

    /// Writes without any message: sweeps and command lines.
    func run<T: Sendable>(_ work: @Sendable (Turn) async throws -> T) async throws -> T {
        try await committing { transaction in
            let turn = Turn(transaction: transaction, at: try await transaction.clockReading())
            return (try await work(turn), turn)
        }
    }

    /// Commits what `work` did together with its outbox rows, then publishes them from memory.
    private func committing<T: Sendable>(_ work: (Transaction) async throws -> (T, Turn)) async throws -> T {
        let confirmed = await outbox.takeConfirmed()
        do {
            let (result, effects) = try await database.transaction { transaction in
                outbox.enqueueDeletion(of: confirmed, in: transaction)
                let (result, turn) = try await work(transaction)
                let effects = finish(turn)
                if Mutant.publishBeforeCommit.isOn { await outbox.submit(effects.outbox) }
                return (result, effects)
            }
            await outbox.take(effects.outbox, effects.publication)
            await answers.send(effects.answers)
            for action in effects.afterCommit { action() }
            return result
        } catch {
            await outbox.restore(confirmed)
            throw error
        }
    }

    /// Time and inbox in one statement.
    ///
    /// Whoever inserts the inbox row wins; a concurrent duplicate waits here and loses.
    private func begin(_ transaction: Transaction, winnersOf group: [Parcel], carefully: Bool) async throws
        -> (turn: Turn, winners: [Parcel])
    {
        let counted = group.filter { routes.usesInbox($0) && horizon.refusal(of: $0) == nil }
        guard !counted.isEmpty, !Mutant.noInbox.isOn else {
            let reading = try await transaction.clockReading()
            return (Turn(transaction: transaction, at: reading, isCareful: carefully), group)
        }
        let ids = Set(counted.map(\.envelope.id))
        let (claimed, reading) =
            try await carefully ? claim(ids, in: transaction) : (ids, insert(ids, in: transaction))
        var won = claimed
        let winners = group.filter { parcel in
            !ids.contains(parcel.envelope.id) || won.remove(parcel.envelope.id) != nil
        }
        return (Turn(transaction: transaction, at: reading, isCareful: carefully), winners)
    }

    /// Inserts what is not there yet, and returns it.
    private func claim(_ ids: Set<UUID>, in transaction: Transaction) async throws -> (Set<UUID>, ClockReading) {
        let inserted = try await transaction.rows(
            """
            INSERT INTO inbox (message_id, worker)
            SELECT id, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
            ON CONFLICT DO NOTHING
            RETURNING message_id, (SELECT aftersail.now()) AS now, (SELECT rate FROM aftersail.clock) AS rate
            """,
            Array(ids),
            identity.worker
        )
        let won = Set(try inserted.map { row in try row("message_id") as UUID })
        guard let row = inserted.first else { return (won, try await transaction.clockReading()) }
        return (won, ClockReading(now: try row("now"), rate: try row("rate")))
    }

    /// Inserts all of them, or fails with a taken key.
    private func insert(_ ids: Set<UUID>, in transaction: Transaction) async throws -> ClockReading {
        let rows = try await transaction.rows(
            """
            WITH inserted AS (
                INSERT INTO inbox (message_id, worker)
                SELECT id, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
            )
            SELECT aftersail.now() AS now, rate FROM aftersail.clock
            """,
            Array(ids),
            identity.worker
        )
        guard let row = rows.first else { return try await transaction.clockReading() }
        return ClockReading(now: try row("now"), rate: try row("rate"))
    }

    private func decide(_ parcels: [Parcel], in turn: Turn) async throws {
        for (route, batch) in routes.grouped(parcels, horizon: horizon) {
            switch route {
            case .refused(let reason):
                for parcel in batch { turn.park(parcel, as: identity, reason: reason) }
            case .handled(let route):
                let verdicts = try await route.decide(batch, turn)
                for (parcel, verdict) in zip(batch, verdicts) { apply(verdict, to: parcel, in: turn) }
            }
        }
    }

    private func apply(_ verdict: Verdict, to parcel: Parcel, in turn: Turn) {
        switch verdict {
        case .done:
            break
        case .park(let reason):
            turn.park(parcel, as: identity, reason: reason)
        case .retry(let delay):
            turn.retry(parcel, after: delay, cause: nil, as: identity, claimed: true)
        }
    }

    private func finish(_ turn: Turn) -> Turn.Effects {
        let effects = turn.takeEffects()
        turn.enqueueLedger(effects.ledger)
        outbox.enqueueInsertion(of: effects.outbox, at: turn.now, in: turn.transaction)
        return effects
    }

    private func enqueueSettled(_ group: [Parcel], in transaction: Transaction) {
        transaction.enqueue(
            "DELETE FROM attempt WHERE worker = $1 AND message_id = ANY($2)",
            identity.worker,
            group.map(\.envelope.id)
        )
    }
}
