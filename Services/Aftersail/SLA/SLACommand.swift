import ArgumentParser

/// Deadlines: how they came about, what other targets would have made of them, and the arithmetic behind them.
struct SLACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "Explains a ticket's deadlines, tries other targets on the recorded history, counts business time.",
        subcommands: [SLAExplainCommand.self, SLADryRunCommand.self, SLADueCommand.self, SLAElapsedCommand.self]
    )
}
