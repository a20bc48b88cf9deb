import Tickets

/// Words that must stand in a message before an article is looked at.
struct ArticleGates: Sendable {
    private let search: TermSearch?
    /// The article of each list of words.
    private let owners: [Int]
    private let categories: [Category]

    init(_ articles: [KnowledgeArticle]) {
        var rules: [TriageRule] = []
        var owners: [Int] = []
        for (place, article) in articles.enumerated() {
            for terms in [article.products, article.keywords] where !terms.isEmpty {
                rules.append(TriageRule(id: article.id, category: article.category, anyOf: terms))
                owners.append(place)
            }
        }
        search = rules.isEmpty ? nil : TermSearch(rules)
        self.owners = owners
        categories = articles.map(\.category)
    }

    /// Whether each article may answer a message of a category; without one that is not asked.
    func open(to category: Category?, in subject: String?, _ body: String) -> [Bool] {
        var open = categories.map { $0 == category ?? $0 }
        guard let search, owners.contains(where: { open[$0] }) else { return open }
        let text = (subject.map { $0 + "\n" } ?? "") + body.prefix(MessagePassages.mostLetters + 1)
        let met = Set(search.findings(in: text).map(\.rule))
        for (list, owner) in owners.enumerated() where !met.contains(list) { open[owner] = false }
        return open
    }
}
