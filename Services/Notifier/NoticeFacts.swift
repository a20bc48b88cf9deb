import FoundationEssentials
import Wording

/// What is known about the tickets of a batch.
struct NoticeFacts: Sendable {
    var tickets: [UUID: TicketFacts] = [:]
    var teams: [String: TeamFacts] = [:]
    var staff: [String: StaffFacts] = [:]
    var entries: [UUID: EntryFacts] = [:]
    var surveys: [UUID: SurveyFacts] = [:]

    /// The team that answers for a ticket nobody has had: the first with a lead.
    var standingTeam: TeamFacts? {
        teams.values.filter { $0.lead != nil }.min { $0.id < $1.id }
    }
}

/// A ticket with its customer and where it stands.
struct TicketFacts: Sendable {
    var id: UUID
    var number: String
    var subject: String?
    var country: String?
    var machine = false
    var customerName: String?
    /// The customer's oldest mail address.
    var email: String?
    /// Message-ID of the latest mail that a person wrote.
    var answers: String?
    /// Of the classifier; `und` or absent when it does not know.
    var language: String?
    /// Of the ticket, else of the customer.
    var locale: String?
    var category: String?
    var priority: Int?
    var status = "open"
    var waitReason: String?
    var cycle = 1
    /// Who has it now.
    var agent: String?
    /// Whose it is, or was last.
    var team: String?
    /// The next deadline of any clock.
    var nextDue: Date?
    /// The knowledge article that answers it; absent as soon as somebody may be in danger.
    var article: String?

    var isOver: Bool { ["resolved", "closed", "merged"].contains(status) }

    /// What the customer is written in.
    var writingLanguage: String {
        guard let language, language != "und" else { return WordingLanguages.closest(to: locale) }
        return WordingLanguages.closest(to: language)
    }

    /// What the customer reads best, in which not everything is worded.
    var spokenLanguage: String {
        guard let language, language != "und" else { return locale ?? "und" }
        return language
    }

    /// The subject on one line, or the number for lack of one.
    var title: String {
        let line = OneLine.text(subject ?? "", most: 120)
        return line.isEmpty ? number : line
    }
}

/// A member of staff.
struct StaffFacts: Sendable {
    var id: String
    var name: String
    var email: String?
    var language: String
    /// IANA zone.
    var zone: String
}

/// A team and who answers for it.
struct TeamFacts: Sendable {
    var id: String
    var name: String
    var lead: String?
    var manager: String?
}

/// What somebody wrote at the desk.
struct EntryFacts: Sendable {
    var author: String
    var body: String
}

/// A survey and its answer.
struct SurveyFacts: Sendable {
    var state: String
    var agent: String?
    var team: String?
    var comment: String?
}
