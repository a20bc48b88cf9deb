/// How a correspondent answers every mail that it gets.
struct Habit: Sendable {
    enum Author: Sendable {
        /// The address that we wrote to.
        case itself
        /// A new local part, extension, sub-domain or domain each time.
        case localPart, plus, subDomain, domain
        /// The same address in other letters each time.
        case letterCase
        /// Always another address of the same domain.
        case alias
        /// Its own address and another, in turn.
        case inTurn
        /// A mail system; the address that we wrote to is the one it cannot reach.
        case system(String)
    }

    enum Target: Sendable {
        /// The address in From.
        case from
        /// The envelope's sender, as RFC 3834 and RFC 5321 want it.
        case envelope
    }

    enum Subject: Sendable {
        /// With Re:.
        case answer
        case fixed(String)
        /// With a number of its own behind it, another each time.
        case counted(String)
    }

    enum Form: Sendable {
        case words
        /// A delivery report of this status, with an action.
        case report(status: String, action: String)
        /// A receipt that the mail was read.
        case receipt
        /// The mail itself, from another header.
        case redirect(Rewriting)
        /// Another instance of ours, behind a gateway that rewrites.
        case instance(Rewriting)
        /// Nothing at all.
        case silence
    }

    var form = Form.words
    var author = Author.itself
    var target = Target.from
    var subject = Subject.answer
    /// Header fields beside the usual ones.
    var fields: [String] = []
    /// Whether In-Reply-To and References name our mail.
    var threads = true
    /// Whether our text stands below, marked.
    var quotes = false
    var body = "Thank you for writing to us. We look into it."
    /// Envelope sender is null.
    var isNull = false
    /// Minutes until it answers.
    var minutes = 0
    /// Answers to one mail.
    var copies = 1
}
