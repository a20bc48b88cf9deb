import Setup
import Triage

/// Files that a judge is made of.
struct TriageSources {
    let model: String?
    let rules: String?
    var extraction: String?
    var articles: String?

    /// The judge of these files.
    func judge() throws -> TriageJudge {
        let model = try model.map { try Self.trained($0) }
        let judge = TriageJudge(
            identifier: LanguageIdentifier(),
            rules: try rules.map { try Self.rules($0) },
            model: model
        )
        return judge.answering(from: try articles.map { try ArticlesFolder.index($0, lexicon: model?.model.lexicon) })
    }

    /// What finds numbers; nil without a file.
    func extractor() throws -> Extractor? {
        guard let path = extraction else { return nil }
        let file = try SetupFolder.file(at: path, of: .extraction)
        do {
            return try Extractor(file.decoded(ExtractionPatterns.self))
        } catch let error as ExtractionError {
            throw Failure(.badData, "\(path): \(error)")
        } catch let error as SetupProblem {
            throw Failure(.badData, "\(path): \(error)")
        }
    }

    /// The model of a file.
    static func model(_ path: String) throws -> TextModel {
        do {
            return try TextModel(contentsOf: path)
        } catch {
            throw Failure(.badData, error.description)
        }
    }

    private static func trained(_ path: String) throws -> TrainedModel {
        do {
            return try TrainedModel(TextModel(contentsOf: path))
        } catch {
            throw Failure(.badData, error.description)
        }
    }

    private static func rules(_ path: String) throws -> TriageClassifier {
        let file = try SetupFolder.file(at: path, of: .triageRules)
        do {
            return try TriageClassifier(file.decoded(TriageRules.self))
        } catch let error as TriageRulesError {
            throw Failure(.badData, "\(path): \(error)")
        } catch let error as SetupProblem {
            throw Failure(.badData, "\(path): \(error)")
        }
    }
}
