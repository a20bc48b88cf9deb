import ArgumentParser
import Contracts
import FoundationEssentials
import Triage
import TriageTraining

/// Makes a model file.
struct TriageTrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a model from texts whose category is known.",
        discussion: """
            DATA are JSONL files, or folders of them: {"text": …, "category": …}, with subject, language and id where there are. \
            Equal texts in equal order give equal bytes. Needs no service, but with --with-corrections the database: then the opening \
            messages of tickets whose category a person named are learned, too.
            The threshold is the least confidence above which held-out texts were right as often as --accuracy wants.
            """
    )

    @Argument(help: "Files or folders with texts.")
    var data: [String]

    @Option(help: "Where the model goes.")
    var out: String

    @Option(help: "Folder with words that mean the same, a .tsv file a language.")
    var lexicon: String?

    @Option(help: "Features are numbers below 2 to this power, 10 to 22.")
    var bits = TrainingPlan().bits

    @Option(help: "What a wrong margin costs, liblinear's C.")
    var cost = TrainingPlan().cost

    @Option(help: "Share of right answers that the threshold is chosen for, 0 to 1.")
    var accuracy = TrainingPlan().wantedAccuracy

    @Flag(help: "Learn from the tickets whose category a person named, too; reads them from the database.")
    var withCorrections = false

    @Option(help: "A corrected ticket counts as if it were written so many times, 1 to 100.")
    var correctionWeight = 1

    @Option(help: "File or folder with texts to examine with: equal ones are not learned; repeat for several.")
    var without: [String] = []

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...100).contains(correctionWeight) else {
            throw ValidationError("--correction-weight is a number from 1 to 100")
        }
        guard (10...22).contains(bits) else { throw ValidationError("--bits is a number from 10 to 22") }
        guard cost > 0, cost.isFinite else { throw ValidationError("--cost is a number above 0") }
        guard (0...1).contains(accuracy) else { throw ValidationError("--accuracy is a number from 0 to 1") }
    }

    func run() async throws {
        let around = Surroundings.current
        var set = TrainingSet(without: try TriageExample.read(without))
        set.add(try TriageExample.read(data))
        if withCorrections {
            set.add(try await common.access.read { try await CorrectedText.read(in: $0) }, weight: correctionWeight)
        }
        var plan = TrainingPlan()
        plan.bits = bits
        plan.cost = cost
        plan.wantedAccuracy = accuracy
        let began = ContinuousClock.now
        let bytes: Data
        do {
            bytes = try ModelTrainer.train(set.texts, lexicon: LexiconFolder.read(lexicon), plan: plan) { done, all in
                if around.showsProgress { around.complain("\r\u{1B}[Ktraining \(done) of \(all)") }
            }
        } catch let error as TrainingError {
            throw Failure(.badData, error.description)
        }
        if around.showsProgress { around.complain("\r\u{1B}[K") }
        let seconds = began.duration(to: .now) / .seconds(1)
        try bytes.write(to: URL(filePath: out), options: .atomic)
        let model = try TextModel(bytes)
        say(model, bytes.count, seconds, set, around)
    }

    private func say(_ model: TextModel, _ size: Int, _ seconds: Double, _ set: TrainingSet, _ around: Surroundings) {
        let (header, training) = (model.header, model.header.training)
        guard !common.json else {
            let line = JSONValue.object([
                "version": .string(model.version), "bytes": .count(size), "seconds": .number(Share.seconds(seconds)),
                "texts": .count(training.texts), "labels": .count(header.labels.count),
                "corrections": .count(set.corrections), "left_out": .count(set.leftOut),
                "threshold": .number(Share.decimal(header.threshold)),
                "held_out_accuracy": .number(Share.decimal(training.heldOutAccuracy)),
                "held_out_covered_accuracy": .number(Share.decimal(training.heldOutCoveredAccuracy)),
                "held_out_coverage": .number(Share.decimal(training.heldOutCoverage)),
            ])
            return around.say(line.text + "\n")
        }
        around.say(
            """
            model \(model.version) in \(out): \(training.texts) texts, \(header.labels.count) labels, \(size) bytes, \
            \(Share.seconds(seconds)) s
            of them from corrections: \(set.corrections); left out because they are examined with: \(set.leftOut)
            held out: \(Share.percent(training.heldOutAccuracy)) right; at \(Share.percent(header.threshold)) confidence and above \
            \(Share.percent(training.heldOutCoveredAccuracy)) of \(Share.percent(training.heldOutCoverage)) right

            """
        )
    }
}
