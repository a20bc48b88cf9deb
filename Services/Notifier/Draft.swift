import FoundationEssentials

/// A notification before it is stored.
struct Draft: Sendable, Equatable {
    enum Audience: String, Sendable {
        case customer, staff
    }

    let ticket: UUID
    let reason: String
    let template: String
    let audience: Audience
    /// Written by no person: counts against the budgets and carries the headers of automatic mail.
    let automatic: Bool
    let address: String?
    let language: String
    let subject: String
    let body: String
    /// Message-ID of the customer's mail it answers.
    var inReplyTo: String?
    /// Why it is kept but never sent.
    var obstacle: String?
    /// Until when it waits.
    var wait: Wait?
    /// The budget that keeps it back or makes it wait.
    var budget: MailBudgets.Name?

    /// A wait for room in a budget.
    struct Wait: Sendable, Equatable {
        let until: Date
        let reason: String
    }

    /// Whether it counts against a budget.
    var isBudgeted: Bool { automatic && address != nil }
}

/// What becomes of an occasion.
enum NoticePlan: Sendable, Equatable {
    case write(Draft)
    /// Nobody is to be told, or no longer.
    case nothing
    /// A fact that another worker is about to commit is missing.
    case notYet(String)
}
