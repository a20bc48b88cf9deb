import ArgumentParser
import Contracts
import FoundationEssentials
import Triage

/// Examines knowledge articles before they are loaded.
struct TriageArticlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract: "Says which articles compete for the same questions, and how often they answer rightly.",
        discussion: """
            Articles compete when one would answer a question of another that were not written there. --eval reads \
            lines such as {"text": "how do I descale it", "article": "descaling"}; article is null where none answers. \
            With --rules or --model the texts are sorted first, as the classifier does.
            """
    )

    @Argument(help: "Folder of the articles, or one file as `setup export` writes it.")
    var articles: String

    @Option(help: "File of the model; its words of many languages help to find articles.")
    var model: String?

    @Option(help: "File with preset rules.")
    var rules: String?

    @Option(help: "File with texts whose article is known.")
    var eval: String?

    @Flag(help: "Exit with 1 when articles compete.")
    var check = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let around = Surroundings.current
        let sources = TriageSources(model: model, rules: rules)
        let index = try ArticlesFolder.index(articles, lexicon: model.map { try TriageSources.model($0) }?.lexicon)
        let judge = model == nil && rules == nil ? nil : try sources.judge().answering(from: index)
        let rivals = index.rivals()
        let report = try eval.map { try ArticleReport(ArticleExample.read($0), index, judge) }
        let page = ArticlesPage(book: index.book, rivals: rivals, report: report)
        around.say(json ? page.value.indented() + "\n" : page.text)
        if check, !rivals.isEmpty { throw ExitCode(ExitStatus.fault.rawValue) }
    }
}
