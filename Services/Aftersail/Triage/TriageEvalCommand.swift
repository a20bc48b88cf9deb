import ArgumentParser
import Contracts
import FoundationEssentials
import Triage
import TriageTraining

/// Examines a model.
struct TriageEvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Says how often a model is right on texts whose category is known.",
        discussion: """
            Shares come with half the width of their 95 % interval (Wilson). Covered are texts on which the model is at \
            least as sure as its threshold. The calibration error is the mean distance between confidence and share of \
            right answers in ten bins. Texts labelled oos count as out of scope.
            """
    )

    @Argument(help: "Files or folders with texts: JSONL with text, category or label, maybe subject and language.")
    var data: [String]

    @Option(help: "File of the model.")
    var model: String

    @Option(help: "Least confidence instead of the model's own, 0 to 1.")
    var threshold: Double?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let around = Surroundings.current
        let model = try TriageSources.model(model)
        let examples = try TriageExample.read(data)
        var report = EvalReport(of: model, threshold: threshold)
        let began = ContinuousClock.now
        for example in examples {
            report.add(
                TrainingText(subject: example.subject, body: example.text, label: example.label),
                language: example.language ?? "und"
            )
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        let page = EvalPage(report, model, textsPerSecond: Double(examples.count) / max(seconds, 1e-9))
        around.say(json ? page.value.indented() + "\n" : page.text)
    }
}
