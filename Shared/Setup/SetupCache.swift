import FoundationEssentials
public import Postgres
import Synchronization

/// The document of one kind, kept between turns and asked for again at most so often.
///
/// What callers derive from a body (a compiled calendar, a search automaton) is made once a version by `make`.
public final class SetupCache<Body: Decodable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var current: SetupDocument<Value>
        var checkedAt: ContinuousClock.Instant?
    }

    private let kind: SetupKind
    private let patience: Duration
    private let make: @Sendable (Body) throws -> Value
    private let state: Mutex<State>

    /// A cache that begins with `standard` as version 0 and looks for another version after `patience` at the latest.
    public init(
        _ kind: SetupKind,
        of body: Body.Type = Body.self,
        standard: Value,
        patience: Duration = .seconds(5),
        make: @escaping @Sendable (Body) throws -> Value
    ) {
        self.kind = kind
        self.patience = patience
        self.make = make
        state = Mutex(State(current: SetupDocument(version: 0, body: standard)))
    }

    /// What is in force, at most `patience` old; costs a query then, a decoding only when the version has changed.
    ///
    /// - Throws: `PostgresError`, and what decoding or `make` throws; the next call tries again.
    public func current(in transaction: Transaction) async throws -> SetupDocument<Value> {
        let known = state.withLock { $0 }
        if let checked = known.checkedAt, checked.duration(to: .now) < patience { return known.current }
        let checkedAt = ContinuousClock.now
        var current = known.current
        if try await SetupDocuments.version(of: kind, in: transaction) != current.version,
            let document = try await SetupDocuments.load(kind, as: Body.self, from: transaction)
        {
            current = SetupDocument(version: document.version, body: try make(document.body))
        }
        state.withLock { $0 = State(current: current, checkedAt: checkedAt) }
        return current
    }
}
