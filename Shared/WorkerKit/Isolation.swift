import Broker
import Logging
import Mutants
import Postgres

/// Settles a batch whatever its members do: outages wait, conflicts repeat, culprits end alone.
struct Isolation: Sendable {
    /// Times that a group repeats at once after a serialization failure or deadlock.
    private static let conflictLimit = 20

    /// Tries of a message of its own accord before it is parked.
    let maxAttempts: Int
    let retryDelays: [Duration]
    let identity: Identity
    let runner: TurnRunner
    let crashGuard: CrashGuard
    let consumer: ConsumerLink
    let metrics: WorkerMetrics
    let log: Logger

    /// Settles every parcel, or throws an `Outage` naming those that are still open.
    func settle(_ batch: [Parcel]) async throws {
        var work = try await groups(of: batch)
        var conflicts = 0
        while let group = work.popLast() {
            do {
                if Mutant.ackBeforeCommit.isOn { await acknowledge(group.parcels) }
                try await run(group)
                await acknowledge(group.parcels)
                conflicts = 0
            } catch {
                let failure = Failure(error)
                switch failure {
                case .outage(let reason):
                    throw Outage(open: group.parcels + work.flatMap(\.parcels), reason: reason)
                case .conflict where conflicts < Self.conflictLimit:
                    conflicts += 1
                    await Pause.jittered(.milliseconds(5 * conflicts))
                    work.append(group)
                case .conflict(let cause), .refusal(let cause, _):
                    conflicts = 0
                    if group.parcels.count > 1 {
                        log.warning(
                            "a batch failed and is split",
                            [.count: "\(group.parcels.count)", .reason: "\(cause)"]
                        )
                        work += group.halves
                    } else {
                        try await setAside(group, cause: cause, forGood: failure.isForGood, before: work)
                    }
                }
            }
        }
    }

    private func groups(of batch: [Parcel]) async throws -> [CrashGuard.Group] {
        do {
            return try await crashGuard.groups(of: batch)
        } catch {
            throw Outage(open: batch, reason: Cause.text(of: error))
        }
    }

    private func run(_ group: CrashGuard.Group) async throws {
        if group.isSuspect {
            guard try await crashGuard.recordStart(of: group.parcels) else {
                // A process died on them between the look and the start.
                guard group.parcels.count == 1 else { return try await runEach(group.single) }
                return try await park(
                    group.parcels,
                    cause: "its worker died \(crashGuard.maxStarts) times while handling it"
                )
            }
        }
        try await metrics.timeTurn(of: group.parcels.count) {
            try await runner.run(group.parcels, startRecorded: group.isSuspect)
        }
    }

    private func runEach(_ groups: [CrashGuard.Group]) async throws {
        for group in groups { try await run(group) }
    }

    /// One message whose turn fails alone: round through a wait queue, or to a person.
    private func setAside(
        _ group: CrashGuard.Group,
        cause: String,
        forGood: Bool,
        before work: [CrashGuard.Group]
    ) async throws {
        for parcel in group.parcels {
            let attempt = parcel.envelope.attempt
            log.warning(
                "a message failed",
                [
                    .message: "\(parcel.type)", .messageID: "\(parcel.envelope.id)", .attempt: "\(attempt)",
                    .reason: "\(cause)",
                ]
            )
            do {
                if forGood || attempt >= maxAttempts {
                    try await park([parcel], cause: cause)
                } else {
                    let delay = retryDelays[min(attempt - 1, retryDelays.count - 1)]
                    try await runner.retry(parcel, after: delay, cause: cause)
                    metrics.retried(1)
                }
            } catch {
                try await parkBare(parcel, cause: cause, after: error, open: group.parcels + work.flatMap(\.parcels))
            }
        }
        await acknowledge(group.parcels)
    }

    private func park(_ parcels: [Parcel], cause: String) async throws {
        try await runner.park(parcels, cause: cause)
        metrics.parked(parcels.count)
    }

    /// The last resort for a message that cannot even be set aside with what the wire says about it: its bytes alone.
    private func parkBare(_ parcel: Parcel, cause: String, after error: any Error, open: [Parcel]) async throws {
        guard case .refusal(let why, _) = Failure(error) else {
            throw Outage(open: open, reason: Cause.text(of: error))
        }
        do {
            try await park([parcel.bare], cause: "\(cause); its properties cannot be stored: \(why)")
        } catch {
            throw Outage(open: open, reason: Cause.text(of: error))
        }
    }

    private func acknowledge(_ parcels: [Parcel]) async {
        await consumer.settle(parcels.map { ($0.delivery.tag, .ack) })
        metrics.settled(parcels.count)
    }
}

/// The database or the broker is away; nobody's fault, no attempt burned.
struct Outage: Error {
    let open: [Parcel]
    let reason: String
}

/// What a failed turn asks for.
enum Failure {
    case outage(reason: String)
    case conflict(cause: String)
    case refusal(cause: String, forGood: Bool)

    /// Whether trying again cannot help.
    var isForGood: Bool {
        guard case .refusal(_, let forGood) = self else { return false }
        return forGood
    }

    init(_ error: any Error) {
        let cause = Cause.text(of: error)
        guard let error = error as? PostgresError else {
            self = error is CancellationError ? .outage(reason: cause) : .refusal(cause: cause, forGood: false)
            return
        }
        switch error.category {
        case .outage: self = .outage(reason: cause)
        case .bug where error.isDeploymentFault: self = .outage(reason: "\(cause): is the schema migrated and granted?")
        case .retry: self = .conflict(cause: cause)
        case .poison: self = .refusal(cause: cause, forGood: true)
        case .bug: self = .refusal(cause: cause, forGood: false)
        }
    }
}

extension PostgresError {
    /// The schema does not fit this program yet: no message is to blame, an operator is needed.
    fileprivate var isDeploymentFault: Bool {
        guard case .rejected(let state, _, _) = self else { return false }
        // insufficient privilege, undefined table, column, function, schema (PostgreSQL 15, appendix A)
        return ["42501", "42P01", "42703", "42883", "3F000"].contains(state)
    }
}
