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
        let rules = SetupCache(.triageRules, of: TriageRules.self, standard: TriageClassifier?.none) { rules in
            try TriageClassifier(rules)
        }
        let judge = Judge(identifier: LanguageIdentifier(), characters: settings.characters)
        platform.listen(to: .classifier)
        platform.handle(with: ClassifyTickets(rules: rules, judge: judge, metrics: platform.metrics))
        platform.handle(with: HearReplies(rules: rules, judge: judge))
    }
}
