import ArgumentParser

/// Who gets which ticket: why it went there, how often that was right, and what another roster would make of it.
struct DispatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch",
        abstract: "Explains who got a ticket and why, reports how often that was right, simulates another roster.",
        subcommands: [DispatchExplainCommand.self, DispatchReportCommand.self, DispatchSimulateCommand.self]
    )
}
