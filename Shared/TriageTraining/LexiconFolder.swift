import FoundationEssentials
public import Triage

/// Lexicon files of one language each: a line is a concept, then its terms, between tabs.
public enum LexiconFolder {
    /// The lexicon of all `.tsv` files in the order of their names; an empty one without a folder.
    ///
    /// - Throws: ``TrainingError/unreadable``.
    public static func read(_ path: String?) throws(TrainingError) -> ConceptLexicon {
        guard let path else { return .empty }
        return ConceptLexicon(try terms(path))
    }

    /// The terms of all its files.
    ///
    /// - Throws: ``TrainingError/unreadable``.
    public static func terms(_ path: String) throws(TrainingError) -> [ConceptLexicon.Term] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .unreadable("\(path) is no folder that can be read")
        }
        var terms: [ConceptLexicon.Term] = []
        for name in names.filter({ $0.hasSuffix(".tsv") }).sorted() {
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)"),
                let text = String(validating: data, as: UTF8.self)
            else { throw .unreadable("\(path)/\(name) is not readable as UTF-8") }
            let language = String(name.dropLast(".tsv".count))
            for line in text.split(whereSeparator: \.isNewline) {
                let cells = line.split(separator: "\t").map { $0.trimmed }
                guard let concept = cells.first, !concept.isEmpty else { continue }
                terms += cells.dropFirst().filter { !$0.isEmpty }.map {
                    ConceptLexicon.Term($0, means: concept, in: language)
                }
            }
        }
        return terms
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
