/// A value that a template may name as `{{name}}`.
public enum TemplatePlaceholder: String, Codable, Sendable, CaseIterable {
    /// The ticket's number.
    case ticket
    /// How the customer is called; an empty name becomes the language's polite general address.
    case customer
    /// The ticket's subject as the customer wrote it.
    case subject
    /// The agent's name.
    case agent
    /// The team's name.
    case team
    /// Earliest expected resolution, as text.
    case promiseFrom = "promise_from"
    /// Latest expected resolution, as text.
    case promiseTo = "promise_to"
    /// A deadline, as text.
    case due
    /// What an agent or customer wrote.
    case message
    /// The answer of a knowledge article.
    case answer
    /// Priority, such as `P2`.
    case priority
    /// Category, in words.
    case category
    /// Where to answer a survey or see the ticket.
    case link
    /// The five levels of the survey with their numbers.
    case scale
    /// A survey's score in words.
    case score
    /// The clock a warning or breach is about.
    case clock
    /// Our company's or brand's name.
    case company
}
