import ArgumentParser
import Contracts
import FoundationEssentials
import Setup
import Tickets
import Triage

/// Sorts texts as the classifier would.
struct TriageClassifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Sorts texts from standard input as the classifier would, one answer a line.",
        discussion: """
            {"id": 1, "text": "la pompe ne démarre plus", "subject": "panne"} gives an object with id, category, confidence, \
            abstained, language, urgency, impact, sentiment and evidence; with --extraction also extracted, with --articles \
            article. category is the best guess also when abstained is true. \
            A line that is no message is answered with {"error": …, "line": N}, the others go on, and the exit code is 1 \
            at the end. Needs neither database nor broker.
            """
    )

    @Option(help: "File of the model; without one only the rules decide.")
    var model: String?

    @Option(help: "File with preset rules; without one only the model decides.")
    var rules: String?

    @Option(help: "File with patterns of numbers; each answer then says in extracted which ones the text names.")
    var extraction: String?

    @Option(help: "Folder or file of knowledge articles; adds the one that answers.")
    var articles: String?

    @Flag(help: "One JSON object a line; the only form there is.")
    var jsonl = false

    func validate() throws {
        guard jsonl else { throw ValidationError("give --jsonl: messages and answers are JSON objects, one a line") }
    }

    func run() async throws {
        let around = Surroundings.current
        let sources = TriageSources(model: model, rules: rules, extraction: extraction, articles: articles)
        var stream = MessageStream(try sources.judge(), extractor: try sources.extractor())
        while true {
            let piece = around.nextInput()
            let answers = piece.isEmpty ? stream.end() : stream.answers(piece)
            if !answers.isEmpty { around.say(String(decoding: answers, as: UTF8.self)) }
            if piece.isEmpty { break }
        }
        if stream.errors > 0 { throw ExitCode(ExitStatus.fault.rawValue) }
    }
}
