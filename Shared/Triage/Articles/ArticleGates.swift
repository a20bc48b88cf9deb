/// Words that must stand in a message before an article is looked at.
struct ArticleGates: Sendable {
    private let search: TermSearch?
    /// The article of each list of words.
    private let owners: [Int]
    private let count: Int

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
        count = articles.count
    }

    /// Whether each article may answer; nil when all may.
    func open(in subject: String?, _ body: String) -> [Bool]? {
        guard let search else { return nil }
        let text = (subject.map { $0 + "\n" } ?? "") + body.prefix(MessagePassages.mostLetters + 1)
        let met = Set(search.findings(in: text).map(\.rule))
        var open = [Bool](repeating: true, count: count)
        for (list, owner) in owners.enumerated() where !met.contains(list) { open[owner] = false }
        return open
    }
}
