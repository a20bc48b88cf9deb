import Postgres
import Setup
import Triage

/// The judge of a batch: the rules and models in force.
struct JudgeInForce: Sendable {
    let identifier: LanguageIdentifier
    let rules: SetupCache<TriageRules, TriageClassifier?>
    let models: ModelsInForce
    let characters: Int

    /// Costs queries once in five seconds.
    func current(in transaction: Transaction) async throws -> TriageJudge {
        let (rules, models) = try await together(
            { try await self.rules.current(in: transaction) },
            { try await self.models.current(in: transaction) }
        )
        return TriageJudge(
            identifier: identifier,
            rules: rules.body,
            model: models.active,
            shadow: models.shadow,
            characters: characters
        )
    }
}
