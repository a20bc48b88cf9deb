import Setup
import Tickets
import Topology
import Triage
import WorkerKit

extension Classifier {
    /// Registers the handlers; tests build the same worker.
    static func build(_ platform: Platform, _ settings: ClassifierSettings) {
        platform.metrics.declare(
            "aftersail_classified_total",
            .counter,
            "Tickets classified, by category; none where it abstained.",
            labels: (Category.allCases.map(\.rawValue) + ["none"]).map { [("category", $0)] }
        )
        platform.metrics.declare(
            "aftersail_triage_decided_total",
            .counter,
            "Tickets by who chose their category.",
            labels: Judgement.Decider.allCases.map { [("by", $0.rawValue)] }
        )
        platform.metrics.declare(
            "aftersail_triage_answered_total",
            .counter,
            "Tickets whose question a knowledge article answers."
        )
        let judge = JudgeInForce(
            identifier: LanguageIdentifier(),
            rules: SetupCache(.triageRules, of: TriageRules.self, standard: nil) { try TriageClassifier($0) },
            models: ModelsInForce(fallback: settings.model, metrics: platform.metrics, log: platform.log),
            characters: settings.characters
        )
        let extractor = SetupCache(.extraction, of: ExtractionPatterns.self, standard: Extractor.idle) { patterns in
            try Extractor(patterns, characters: settings.characters)
        }
        let articles = SetupCache(.articles, of: ArticleBook.self, standard: ArticleIndex?.none) { book in
            try ArticleIndex(book, lexicon: judge.models.lexicon)
        }
        // Texts of a batch, and then what was made of them, lie in memory together.
        platform.listen(to: .classifier, most: 64)
        platform.handle(
            with: ClassifyTickets(judge: judge, extractor: extractor, articles: articles, metrics: platform.metrics)
        )
        platform.handle(with: HearReplies(judge: judge, extractor: extractor))
        platform.handle(with: HearCorrections())
        platform.sweep(with: WatchDrift(platform.metrics))
    }
}
