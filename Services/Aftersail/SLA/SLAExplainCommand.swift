import ArgumentParser
import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials
import Postgres

/// How a ticket's deadlines came about.
struct SLAExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains every clock of a ticket: rule, calendar, each stretch, deadline, and what was told when.",
        discussion: """
            A clock is explained by the versions of policy and calendars that it was counted by last; they are stored with \
            it. Where the versions in force would give another deadline, that is said. `counts` is open time used, \
            `gives back` is open time of a pause, which moves the deadline. Times are those of the calendar's zone. \
            Nothing of what customers wrote is shown.
            """
    )

    @OptionGroup var common: CommonOptions

    @OptionGroup var sight: SightOptions

    @Argument(help: "Number or id of the ticket.")
    var number: String

    func run() async throws {
        let explained = try await TicketLookup.read(number, for: try sight.sight(common.access), common.access) {
            try await ExplainedTicket.read($0, in: $1)
        }
        let output = common.output
        if output.isJSON { return output.json(try JSONDocument(WireJSON.encode(explained)).root) }
        ExplainedPage(ticket: explained, output: output).print()
    }
}
