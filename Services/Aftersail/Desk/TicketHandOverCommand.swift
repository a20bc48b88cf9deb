import ArgumentParser
import Desk
import Tickets

/// `ticket hand-over`.
struct TicketHandOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: "Hands the ticket over to another team, with why.",
        discussion: """
            Only that team may have it from then on, until somebody hands it over again; within the team the dispatcher \
            chooses, unless an agent is named. Clocks go on. Who, when and why stays in the ticket's record. \
            To give it to somebody else of the same team use `ticket reassign`.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @Option(help: "Team that takes it.")
    var to: String
    @Option(help: "Wanted agent of that team; without it the dispatcher chooses.")
    var agent: String?
    @Option(help: "Why, for the colleagues; customers never see it.")
    var reason: String
    @Flag(help: "Have it worked on without a break from now on, too.")
    var continuous = false

    func run() async throws {
        let (team, agent, reason, version, continuous) = (to, agent, reason, desk.ifVersion, continuous)
        try await desk.move(common) { desk, ticket in
            let place = try await desk.handOver(ticket, to: team, agent: agent, reason: reason, ifVersion: version)
            return continuous ? try await desk.setContinuous(ticket, true) : place
        }
    }
}

/// `ticket continuous`.
struct TicketContinuousCommand: AsyncParsableCommand {
    /// What is said about a ticket.
    enum Mark: String, CaseIterable {
        case on, off, policy

        var value: Bool? {
            switch self {
            case .on: true
            case .off: false
            case .policy: nil
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "continuous",
        abstract: "Says whether the ticket is worked on without a break, handed on when shifts end."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @Argument(help: ArgumentHelp(Choice.help("Whether it is", Mark.self)), transform: Choice.read)
    var mark: Mark

    func run() async throws {
        let (mark, version) = (mark, desk.ifVersion)
        try await desk.move(common) { try await $0.setContinuous($1, mark.value, ifVersion: version) }
    }
}
