import Testing
import Tickets
import Triage
import TriageTraining

@Suite("Rules first, the model second, a person last", .timeLimit(.minutes(1)))
struct JudgeWithModelTests {
    @Test("rules that are sure decide, and their terms are the evidence")
    func sureRules() throws {
        let judgement = try Self.judge().judge(TriageMessage(body: "invoice parcel, CODE-BLUE"))

        #expect(judgement.category == .complaint && judgement.decider == .rules)
        #expect(judgement.evidence.map(\.rule) == ["weak", "blue"])
        #expect(judgement.modelVersion != nil)
    }

    @Test("what rules are less sure of the model decides, and the rules' urgency stays")
    func model() throws {
        let judgement = try Self.judge().judge(TriageMessage(body: "the invoice is wrong, it is urgent"))

        #expect(judgement.category == .billing && judgement.decider == .model)
        #expect(judgement.urgency == .high)
        #expect(judgement.evidence.last?.rule == TrainedModel.evidenceName)
        #expect(judgement.evidence.last?.terms.contains("invoice") == true)
        #expect(judgement.confidence == judgement.candidates.first?.confidence)
    }

    @Test("what neither is sure of is left to a person, with the best candidates")
    func person() throws {
        let judgement = try Self.judge(accuracy: 1).judge(TriageMessage(body: "invoice of the parcel"))

        #expect(judgement.category == nil && judgement.decider == .person)
        #expect(Set(judgement.candidates.map(\.category)) == [.billing, .logistics])
        #expect(judgement.candidates.reduce(0) { $0 + $1.confidence } <= 1.000_001)
    }

    @Test("without a model the rules decide by their own threshold")
    func withoutModel() throws {
        let rules = try TriageClassifier(Self.rules)
        let judge = TriageJudge(identifier: LanguageIdentifier(), rules: rules, model: nil)

        let judgement = judge.judge(TriageMessage(body: "the invoice is wrong, it is urgent"))

        #expect(judgement.category == .policy && judgement.decider == .rules)
        #expect(judgement.modelVersion == nil)
    }

    private static let rules = TriageRules(
        version: "test",
        thresholds: .init(decide: 0.5, margin: 0.1, besideModel: 0.9),
        rules: [
            TriageRule(id: "weak", category: .policy, anyOf: ["invoice"], weight: 0.7),
            TriageRule(id: "blue", category: .complaint, anyOf: ["code blue"], weight: 0.98),
            TriageRule(id: "urgent", anyOf: ["urgent"], urgency: .high),
        ]
    )

    private static func judge(accuracy: Double = 0.5) throws -> TriageJudge {
        var plan = TrainingPlan()
        plan.bits = 14
        plan.wantedAccuracy = accuracy
        let bytes = try ModelTrainer.train(texts, plan: plan)
        return TriageJudge(
            identifier: LanguageIdentifier(),
            rules: try TriageClassifier(rules),
            model: try TrainedModel(TextModel(bytes))
        )
    }

    private static let texts: [TrainingText] = {
        let billing = [
            "the invoice is wrong", "invoice twice", "pay the invoice", "no invoice", "invoice amount", "my invoice",
        ]
        let logistics = [
            "the parcel is late", "parcel lost", "track the parcel", "no parcel", "parcel address", "my parcel",
        ]
        let mixed = [
            TrainingText(body: "invoice in the parcel", label: "billing"),
            TrainingText(body: "parcel without invoice", label: "logistics"),
            TrainingText(body: "invoice of the parcel", label: "logistics"),
            TrainingText(body: "the parcel of the invoice", label: "billing"),
        ]
        return billing.map { TrainingText(body: $0, label: "billing") }
            + logistics.map { TrainingText(body: $0, label: "logistics") } + mixed
    }()
}
