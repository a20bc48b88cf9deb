import ArgumentParser

/// Sorting of messages: a model made, examined and tried out.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "Trains, examines and exchanges the model that sorts messages, and tells how well it does.",
        subcommands: [
            TriageTrainCommand.self, TriageEvalCommand.self, TriageClassifyCommand.self, TriageArticlesCommand.self,
            TriageModelCommand.self, TriageShadowCommand.self, TriageReportCommand.self,
        ]
    )
}
