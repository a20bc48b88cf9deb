import ArgumentParser

/// Sorting of messages: a model made, examined and tried out.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "Trains the model that sorts messages, examines it, and sorts texts with it.",
        subcommands: [
            TriageTrainCommand.self, TriageEvalCommand.self, TriageClassifyCommand.self, TriageArticlesCommand.self,
        ]
    )
}
