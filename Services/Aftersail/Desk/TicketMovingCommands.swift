import ArgumentParser
import Desk
import Tickets

/// `ticket wait`.
struct TicketWaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Stops the ticket until something happens; its clocks pause."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @Argument(help: ArgumentHelp(Choice.help("What it waits for", PauseReason.self)), transform: Choice.read)
    var reason: PauseReason

    func run() async throws {
        let (reason, version) = (reason, desk.ifVersion)
        try await desk.move(common) { try await $0.wait($1, for: reason, ifVersion: version) }
    }
}

/// `ticket resume`.
struct TicketResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a ticket that waits; its clocks go on with what was left."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let version = desk.ifVersion
        try await desk.move(common) { try await $0.resume($1, ifVersion: version) }
    }
}

/// `ticket close`.
struct TicketCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "close", abstract: "Ends the ticket.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let version = desk.ifVersion
        try await desk.move(common) { try await $0.close($1, ifVersion: version) }
    }
}

/// `ticket reopen`.
struct TicketReopenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Begins work again, in a new cycle."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let version = desk.ifVersion
        try await desk.move(common) { try await $0.reopen($1, ifVersion: version) }
    }
}

/// `ticket reassign`.
struct TicketReassignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reassign",
        abstract: "Asks the dispatcher to give the ticket to somebody else."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @Option(help: "Wanted agent; without it the dispatcher chooses.")
    var to: String?

    func run() async throws {
        let (agent, version) = (to, desk.ifVersion)
        try await desk.move(common) { try await $0.reassign($1, to: agent, ifVersion: version) }
    }
}
