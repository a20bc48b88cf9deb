import FoundationEssentials
import Logging
import Postgres
import Synchronization
import Triage
import WorkerKit

/// The model that decides and the one in the shadow, as the database says, asked for again at most so often.
///
/// A batch keeps the models that it began with; an old one leaves memory with the last batch that uses it. One that is
/// damaged is refused, and what was there goes on.
final class ModelsInForce: Sendable {
    /// What one batch judges with.
    struct Models: Sendable {
        var active: TrainedModel?
        var shadow: TrainedModel?
    }

    private struct State {
        var models = Models()
        /// What the database named last, whether it could be used or not; nil before it was asked.
        var named: NamedModels?
        var checkedAt: ContinuousClock.Instant?
    }

    private let fallback: String?
    private let patience: Duration
    private let metrics: Metrics
    private let log: Logger
    private let state = Mutex(State())

    /// Models that are noticed within `patience`; the file `fallback` decides while the database has no active one.
    init(fallback: String?, patience: Duration = .seconds(5), metrics: Metrics, log: Logger) {
        self.fallback = fallback
        self.patience = patience
        self.metrics = metrics
        self.log = log
        metrics.declare(
            "aftersail_triage_model_refused_total",
            .counter,
            "Models that were to decide and are damaged or missing."
        )
    }

    /// Words of the model that decides.
    var lexicon: ConceptLexicon { state.withLock { $0.models.active?.model.lexicon } ?? .empty }

    /// The models in force, at most `patience` old; costs a query then, and reading the bytes of a new version once.
    ///
    /// - Throws: `PostgresError`; the next call tries again.
    func current(in transaction: Transaction) async throws -> Models {
        let known = state.withLock { $0 }
        if let checked = known.checkedAt, checked.duration(to: .now) < patience { return known.models }
        let checkedAt = ContinuousClock.now
        let named = try await transaction.namedModels()
        var models = known.models
        if known.named == nil || known.named?.active != named.active {
            let wanted = try await active(named.active, among: known.models, in: transaction)
            models.active = wanted ?? known.models.active ?? ofFile()
            if named.active == nil, fallback == nil { models.active = nil }
        }
        if known.named?.shadow != named.shadow {
            models.shadow = try await shadow(named.shadow, among: known.models, in: transaction)
        }
        state.withLock { $0 = State(models: models, named: named, checkedAt: checkedAt) }
        return models
    }

    private func active(
        _ version: String?,
        among known: Models,
        in transaction: Transaction
    ) async throws -> TrainedModel? {
        guard let version else { return ofFile() }
        let model = known.find(version)
        let found = if let model { model } else { try await stored(version, in: transaction) }
        if found != nil { log.notice("another triage model decides from here on", [.version: "\(version)"]) }
        return found
    }

    private func shadow(
        _ version: String?,
        among known: Models,
        in transaction: Transaction
    ) async throws -> TrainedModel? {
        guard let version else { return nil }
        if let model = known.find(version) { return model }
        return try await stored(version, in: transaction)
    }

    private func stored(_ version: String, in transaction: Transaction) async throws -> TrainedModel? {
        let bytes = try await transaction.modelBytes(of: version)
        return usable(version) {
            let model = try TrainedModel(TextModel(bytes))
            guard model.model.version == version else { throw TextModelError.damaged }
            return model
        }
    }

    private func ofFile() -> TrainedModel? {
        fallback.flatMap { path in usable(path) { try TrainedModel(TextModel(contentsOf: path)) } }
    }

    private func usable(_ name: String, _ open: () throws -> TrainedModel) -> TrainedModel? {
        do {
            return try open()
        } catch {
            log.error(
                "a triage model was refused and the present one goes on; activate another or roll back",
                [.version: "\(name)", .reason: "\(error)"]
            )
            metrics.add("aftersail_triage_model_refused_total")
            return nil
        }
    }
}

extension ModelsInForce.Models {
    /// The model of a version that is in memory already.
    fileprivate func find(_ version: String) -> TrainedModel? {
        [active, shadow].compactMap { $0 }.first { $0.model.version == version }
    }
}
