import Tickets

/// Judges messages: rules first, the model second, a person last.
///
/// Pure: the same for the same message, rules and model. Safe to share between tasks.
public struct TriageJudge: Sendable {
    private let identifier: LanguageIdentifier
    private let rules: TriageClassifier?
    private let trained: TrainedModel?
    private let shadow: TrainedModel?
    private let characters: Int
    private let least: Double
    private var articles: ArticleIndex?

    /// A judge.
    ///
    /// - Parameters:
    ///   - identifier: tells languages.
    ///   - rules: decide what they are sure of.
    ///   - model: decides of the rest what it is sure of; nil leaves it to people.
    ///   - shadow: is asked as well, and decides nothing.
    ///   - characters: of a text that are looked at.
    public init(
        identifier: LanguageIdentifier,
        rules: TriageClassifier?,
        model: TrainedModel?,
        shadow: TrainedModel? = nil,
        characters: Int = 65_536
    ) {
        self.identifier = identifier
        self.rules = rules
        trained = model
        self.shadow = shadow
        self.characters = characters
        least = rules?.leastBesideModel ?? 1
    }

    /// The same judge, who also looks for an article that answers; nil looks for none.
    public func answering(from articles: ArticleIndex?) -> TriageJudge {
        var judge = self
        judge.articles = articles
        return judge
    }

    /// Judges one message.
    public func judge(_ message: TriageMessage) -> Judgement {
        let judgement = sorted(message)
        guard let articles else { return judgement }
        return judgement.answered(by: articles, message.subject, message.body)
    }

    private func sorted(_ message: TriageMessage) -> Judgement {
        let body = excerpt(message.body)
        let prior = LanguagePrior(locale: message.locale, earlier: message.earlierLanguage)
        let language = identifier.identify(message.subject, body, prior: prior)
        let ruled = rules?.classify(subject: message.subject, body: body, language: language.code)
        let isSure = ruled.map { $0.category != nil && (trained == nil || $0.confidence >= least) } ?? false
        let ruledCategory = isSure ? ruled?.category : nil
        let guessed = isSure ? nil : trained?.guess(subject: message.subject, body: body, language: language)
        let urgency = ruled?.urgency ?? .medium
        let impact = ruled?.impact ?? .one
        var raises: Set<PriorityRaise> = []
        if message.isVIP { raises.insert(.vip) }
        if ruled?.safety == true { raises.insert(.safety) }
        return Judgement(
            category: ruledCategory ?? guessed?.category,
            decider: ruledCategory != nil ? .rules : guessed?.category != nil ? .model : .person,
            confidence: guessed?.candidates.first?.confidence ?? ruled?.confidence ?? 0,
            candidates: guessed?.candidates ?? ruled?.candidates ?? [],
            language: language.code,
            languageConfidence: language.confidence,
            urgency: urgency,
            impact: impact,
            priority: Priority(urgency: urgency, impact: impact, raises: raises),
            sentiment: ruled?.sentiment ?? .neutral,
            safety: ruled?.safety ?? false,
            rulesVersion: rules?.version ?? "none",
            modelVersion: trained?.model.version,
            evidence: (ruled?.evidence ?? []) + (guessed.map { [$0.evidence] } ?? []),
            shadow: isSure ? nil : shadow?.shadowGuess(subject: message.subject, body: body, language: language)
        )
    }

    /// The beginning of a long text and its end, so that nothing can be pushed out of sight by what stands before it.
    private func excerpt(_ body: String) -> String {
        let beginning = body.prefix(characters)
        guard beginning.endIndex < body.endIndex else { return body }
        return beginning + "\n" + body[beginning.endIndex...].suffix(characters / 8)
    }
}
