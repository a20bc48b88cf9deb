import FoundationEssentials

/// Something that somebody is to be told, as its message says it.
struct Occasion: Sendable, Equatable {
    let ticket: UUID
    /// Unique over all notifications: nobody is told twice for one reason.
    let reason: String
    let news: News

    enum News: Sendable, Equatable {
        case promised(earliest: Date?, latest: Date?)
        case assigned(agent: String)
        case returned(agent: String, reason: String)
        case customerWrote
        case replied(entry: UUID)
        case proposed(entry: UUID)
        case resolved(cycle: Int)
        case closed(cycle: Int)
        case reopened(cycle: Int)
        case warned(metric: String, dueAt: Date)
        case breached(metric: String, role: String, dueAt: Date)
        case progressDue
        case surveyInvited(survey: UUID)
        case lowScore(survey: UUID, score: Int)
        /// A mail of ours came back for good; the words name the address and the reason.
        case cameBack(words: String)
    }

    init(_ ticket: UUID, _ reason: String, _ news: News) {
        self.ticket = ticket
        self.reason = reason
        self.news = news
    }

    /// Who is told.
    var audience: Draft.Audience {
        switch news {
        case .promised, .replied, .proposed, .resolved, .closed, .reopened, .progressDue, .surveyInvited: .customer
        case .assigned, .returned, .customerWrote, .warned, .breached, .lowScore, .cameBack: .staff
        }
    }

    /// The desk entry whose words are sent.
    var entry: UUID? {
        switch news {
        case .replied(let entry), .proposed(let entry): entry
        default: nil
        }
    }

    /// The survey it is about.
    var survey: UUID? {
        switch news {
        case .surveyInvited(let survey), .lowScore(let survey, _): survey
        default: nil
        }
    }

    /// The agent whom the message names.
    var agent: String? {
        switch news {
        case .assigned(let agent), .returned(let agent, _): agent
        default: nil
        }
    }
}
