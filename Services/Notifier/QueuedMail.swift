import FoundationEssentials
import Postgres
import Wording

/// A notification that this process has claimed.
struct QueuedMail: Sendable {
    let id: UUID
    let ticket: UUID
    let isToCustomer: Bool
    let template: String
    let automatic: Bool
    let address: String
    let recipientName: String?
    let language: String
    let subject: String
    let body: String
    let mailID: String
    let inReplyTo: String?
    /// The thread that it goes on, oldest first.
    let references: [String]
    /// Try this is, from 1.
    let attempts: Int
    /// On the product's clock.
    let claimedAt: Date

    var isAcknowledgement: Bool { template.hasPrefix("acknowledgement") }
    var isSurvey: Bool { template == "survey_invitation" }
}

extension QueuedMail {
    init(_ row: Row, at now: Date) throws(PostgresError) {
        id = try row("id")
        ticket = try row("ticket_id")
        isToCustomer = try row("audience") == "customer"
        template = try row("template")
        automatic = try row("automatic")
        address = try row("address")
        let name: String? = try row("customer_name")
        recipientName = name.map { OneLine.text($0, most: 120) }
        language = try row("language")
        subject = try row("subject")
        body = try row("body")
        mailID = try row("mail_id")
        inReplyTo = (try row("in_reply_to") as String?).map { OneLine.text($0, most: 1_000) }
        let thread: [String]? = try row("thread")
        references = ((thread ?? []) + [inReplyTo].compactMap { $0 }).map { OneLine.text($0, most: 1_000) }
        attempts = try row("attempts")
        claimedAt = now
    }
}
