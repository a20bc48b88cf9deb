import Tickets

extension Judgement {
    /// The same with the article that answers it.
    ///
    /// Only a message whose category is decided is answered, and nobody who is angry or in danger is.
    func answered(by articles: ArticleIndex, _ subject: String?, _ body: String) -> Judgement {
        guard let category, !safety, sentiment != .angry, articles.categories.contains(category) else { return self }
        let guess = LanguageGuess(code: language, confidence: languageConfidence)
        guard let answer = articles.answer(to: category, subject: subject, body: body, language: guess) else {
            return self
        }
        var answered = self
        answered.article = answer
        answered.evidence.append(answer.evidence)
        return answered
    }
}
