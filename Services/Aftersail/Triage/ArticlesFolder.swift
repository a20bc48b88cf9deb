import Contracts
import FoundationEssentials
import Setup
import Triage

/// Knowledge articles: a folder with one YAML file each, and `thresholds.yaml` for how sure an answer must be.
enum ArticlesFolder {
    /// Its name within a folder of setup files.
    static let name = "articles"
    private static let thresholds = "thresholds.yaml"

    /// All articles as one setup document.
    ///
    /// - Throws: `Failure` naming every file that is no article.
    static func read(_ folder: String) throws -> SetupFile {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(.badData, "\(folder) is no readable folder; name the one that holds the articles")
        }
        var body: [String: JSONValue] = [:]
        var articles: [JSONValue] = []
        var complaints: [String] = []
        for name in names.filter({ $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }).sorted() {
            do {
                let value = try SetupFolder.value(at: "\(folder)/\(name)")
                if name == thresholds {
                    body["thresholds"] = value
                } else {
                    _ = try SetupFile(name: name, kind: .articles, body: value).decoded(KnowledgeArticle.self)
                    articles.append(value)
                }
            } catch let problem as SetupProblem {
                complaints.append("\(folder)/\(name): \(problem)")
            } catch let failure as Failure {
                complaints.append(failure.message)
            }
        }
        guard complaints.isEmpty else { throw Failure(.badData, complaints.joined(separator: "\n")) }
        body["articles"] = .array(articles)
        return SetupFile(name: name, kind: .articles, body: .object(body))
    }

    /// The articles of a folder, or of one file as `setup export` writes it, ready to be found.
    static func index(_ path: String, lexicon: ConceptLexicon?) throws -> ArticleIndex {
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let file = try isFolder ? read(path) : SetupFolder.file(at: path, of: .articles)
        do {
            return try ArticleIndex(file.decoded(ArticleBook.self), lexicon: lexicon ?? .empty)
        } catch let error as ArticleBookError {
            throw Failure(.badData, "\(path): \(error)")
        } catch let problem as SetupProblem {
            throw Failure(.badData, "\(path): \(problem)")
        }
    }
}
