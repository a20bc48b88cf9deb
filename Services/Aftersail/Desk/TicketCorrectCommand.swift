import ArgumentParser
import Desk
import Tickets

/// `ticket correct`.
struct TicketCorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Says what the ticket is really about; the classifier makes it stand, and models learn from it.",
        discussion: """
            The category that stands already is thereby confirmed. A ticket that waits for somebody is routed anew; one \
            that somebody has stays there. Allowed at every status.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var desk: DeskOptions
    @Option(help: ArgumentHelp(Choice.help("What it is about", Category.self)), transform: Choice.read)
    var category: Category
    @Option(help: "Its language, when that was taken for another: a tag such as en or zh-Hant.")
    var language: String?

    func run() async throws {
        let (category, language, version) = (category, language, desk.ifVersion)
        try await desk.move(common) {
            try await $0.correct($1, category: category, language: language, ifVersion: version)
        }
    }
}
