import FoundationEssentials
import Testing
import Triage
import TriageTraining

@Suite("Training a model", .timeLimit(.minutes(2)))
struct ModelTrainerTests {
    @Test("what distinguishes the texts is learnt, and held-out texts tell how well")
    func learns() throws {
        let model = try TextModel(ModelTrainer.train(Self.texts, plan: Self.plan))
        var reader = model.makeReader()

        reader.read(subject: nil, body: "my invoice shows the wrong amount")
        let billing = model.scores(&reader)
        reader.read(subject: nil, body: "the parcel never came to our house")
        let logistics = model.scores(&reader)

        #expect(model.header.labels == ["billing", "logistics"])
        #expect(billing[0] > billing[1])
        #expect(logistics[1] > logistics[0])
        #expect(model.header.training.texts == Self.texts.count)
        #expect(model.header.training.heldOutAccuracy > 0.9)
    }

    @Test("the same texts give the same bytes, one more gives others")
    func reproducible() throws {
        let once = try ModelTrainer.train(Self.texts, lexicon: Self.lexicon, plan: Self.plan)
        let again = try ModelTrainer.train(Self.texts, lexicon: Self.lexicon, plan: Self.plan)
        let more = Self.texts + [TrainingText(body: "pay", label: "billing")]

        #expect(once == again)
        #expect(try once != ModelTrainer.train(more, lexicon: Self.lexicon, plan: Self.plan))
    }

    @Test("what one language taught is known in another through the lexicon")
    func acrossLanguages() throws {
        let without = try Self.rightInGerman(.empty)
        let with = try Self.rightInGerman(Self.lexicon)

        #expect(with == 4)
        #expect(without < 4)
    }

    @Test("too little to learn from is said", arguments: [0, 1, 3])
    func tooLittle(count: Int) {
        #expect(throws: TrainingError.self) { try ModelTrainer.train(Array(Self.texts.prefix(count)), plan: Self.plan) }
    }

    @Test("texts without a letter, and very long ones, do no harm")
    func odd() throws {
        let odd = [
            TrainingText(body: "", label: "billing"), TrainingText(body: "🤖", label: "logistics"),
            TrainingText(body: String(repeating: "a", count: 1 << 20), label: "logistics"),
        ]

        let model = try TextModel(ModelTrainer.train(Self.texts + odd, plan: Self.plan))

        let broken = model.header.scales.filter { !$0.isFinite }
        #expect(broken.isEmpty)
    }

    /// How many of four German texts a model that read English finds the label of.
    private static func rightInGerman(_ lexicon: ConceptLexicon) throws -> Int {
        let model = try TextModel(ModelTrainer.train(texts, lexicon: lexicon, plan: plan))
        var reader = model.makeReader()
        let asked = [
            ("Die Rechnung stimmt nicht", 0), ("wo bleibt das Paket", 1), ("Rechnung doppelt bezahlt", 0),
            ("Paket nicht geliefert", 1),
        ]
        return asked.count { text, label in
            reader.read(subject: nil, body: text)
            let scores = model.scores(&reader)
            return scores[label] > scores[1 - label]
        }
    }

    private static let plan: TrainingPlan = {
        var plan = TrainingPlan()
        plan.bits = 14
        return plan
    }()

    private static let lexicon = ConceptLexicon([
        .init("invoice*", means: "invoice", in: "en"), .init("rechnung*", means: "invoice", in: "de"),
        .init("parcel*", means: "parcel", in: "en"),
        .init("paket*", means: "parcel", in: "de"), .init("paid", means: "pay", in: "en"),
        .init("bezahlt", means: "pay", in: "de"),
        .init("deliver*", means: "deliver", in: "en"), .init("geliefert", means: "deliver", in: "de"),
    ])

    private static let texts: [TrainingText] = {
        let billing = [
            "the invoice is wrong", "invoice charged twice", "please correct my invoice", "I paid this invoice already",
            "the amount on the invoice", "we need the invoice again", "no invoice came with it", "invoice without tax",
            "who paid the invoice", "an invoice for last month", "wrong amount charged", "tax on the invoice",
        ]
        let logistics = [
            "the parcel is late", "where is my parcel", "parcel not delivered", "our parcel went to another house",
            "the driver left the parcel outside", "tracking of the parcel", "parcel stuck in customs",
            "when will it be delivered", "parcel came damaged", "deliver to our house", "two parcels are missing",
            "delivered to the wrong door",
        ]
        return billing.map { TrainingText(body: $0, label: "billing") }
            + logistics.map { TrainingText(body: $0, label: "logistics") }
    }()
}
