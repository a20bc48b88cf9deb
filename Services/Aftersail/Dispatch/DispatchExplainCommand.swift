import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres

/// Why a ticket went where it went.
struct DispatchExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Explains every assignment of a ticket: who got it, who else could, who could not, and who moved it why.",
        discussion: """
            Scores are 0 to 1000: the mean of the factors by the weights of the policy that decided. Of those who could, and \
            of those who could not, as many are named as the policy records; all are counted. Instants are UTC. Nothing of \
            what customers wrote is shown.
            """
    )

    @OptionGroup var common: CommonOptions

    @OptionGroup var sight: SightOptions

    @Argument(help: "Number or id of the ticket.")
    var number: String

    func run() async throws {
        let story = try await TicketLookup.read(number, for: try sight.sight(common.access), common.access) {
            try await DispatchStory.read($0, in: $1)
        }
        if common.output.isJSON { return common.output.json(story.value) }
        DispatchPage(story: story, output: common.output).print()
    }
}
