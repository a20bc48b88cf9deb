import ArgumentParser
import Desk
import Tickets

/// `ticket reply`.
struct TicketReplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Answers the customer; the notifier sends it."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions

    func run() async throws {
        let (text, version) = (try text.required(), desk.ifVersion)
        try await desk.move(common) { try await $0.reply($1, text, ifVersion: version) }
    }
}

/// `ticket note`.
struct TicketNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "note", abstract: "Writes a note for colleagues only.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions

    func run() async throws {
        let (text, version) = (try text.required(), desk.ifVersion)
        try await desk.move(common) { try await $0.note($1, text, ifVersion: version) }
    }
}

/// `ticket propose`.
struct TicketProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Proposes a solution, which the customer is asked to accept."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions
    @Option(help: ArgumentHelp(Choice.help("How it would be solved", SolutionKind.self)), transform: Choice.read)
    var solution: SolutionKind?

    func run() async throws {
        let (text, version, solution) = (try text.required(), desk.ifVersion, solution)
        try await desk.move(common) { try await $0.propose($1, text, solution: solution, ifVersion: version) }
    }
}

/// `ticket accept`.
struct TicketAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Records that the customer accepts the proposal; the ticket is resolved."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions

    func run() async throws {
        let (text, version) = (try text.optional(), desk.ifVersion)
        try await desk.move(common, by: .customer) { try await $0.accept($1, text, ifVersion: version) }
    }
}

/// `ticket object`.
struct TicketObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object",
        abstract: "Records that the customer objects to the proposal or the resolution; work goes on."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions

    func run() async throws {
        let (text, version) = (try text.required(), desk.ifVersion)
        try await desk.move(common, by: .customer) { try await $0.object($1, text, ifVersion: version) }
    }
}

/// `ticket resolve`.
struct TicketResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resolve", abstract: "Declares the ticket solved.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var text: TextOptions
    @Option(help: ArgumentHelp(Choice.help("How it was solved", SolutionKind.self)), transform: Choice.read)
    var solution: SolutionKind?

    func run() async throws {
        let (text, version, solution) = (try text.optional(), desk.ifVersion, solution)
        try await desk.move(common) { try await $0.resolve($1, text, solution: solution, ifVersion: version) }
    }
}
