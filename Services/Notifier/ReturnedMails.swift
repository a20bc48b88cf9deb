import Contracts
import FoundationEssentials
import Mutants
import Postgres
import Tickets
import WorkerKit

/// Learns from bounces which of our mails came back: no mail goes to an address for a while that will never take one.
///
/// A bounce counts when it names the mail, by its Message-ID or by the notification's id in the address it came to: nobody
/// guesses either, so nobody closes somebody else's address.
struct ReturnedMails: Sendable {
    /// What came of some bounces.
    struct Outcome: Sendable {
        /// To be told to whoever wrote to an address that is closed now.
        var news: [Occasion] = []
        /// By message; others are done.
        var verdicts: [UUID: Verdict] = [:]
    }

    /// How a bounce was read by the adapter.
    private struct Facts: Decodable {
        struct Bounce: Decodable {
            let kind: String
            let status: String?
        }
        let bounce: Bounce?
        let envelopeRecipients: [String]?
    }

    /// A mail of ours.
    private struct SentMail {
        /// The notification's.
        let id: UUID
        let mailID: String?
        let ticket: UUID
        let template: String
        let address: String?
        /// Still on its way as far as we know.
        let isUnderWay: Bool
    }

    /// One bounce and the mail of ours that it brings back.
    private struct Returned {
        let message: UUID
        let bounce: Facts.Bounce
        let mail: SentMail

        var isPermanent: Bool { bounce.kind == "permanent" }
        var reason: String { "came back" + (bounce.status.map { " with \($0)" } ?? "") }
    }

    /// Tries while our own note of having sent the mail is not there.
    let patience: Int

    /// Notes what came back, in the turn of the messages that say so.
    func learn(from batch: [Received<TicketMessageReceivedV1>], in turn: Turn) async throws -> Outcome {
        var outcome = Outcome()
        var returned = try await returned(by: batch.map(\.body.messageID), in: turn)
        let attempts = Dictionary(batch.map { ($0.body.messageID, $0.envelope.attempt) }) { first, _ in first }
        for early in returned where early.mail.isUnderWay && attempts[early.message, default: 1] < patience {
            outcome.verdicts[early.message] = .retry(after: .seconds(1))
        }
        returned.removeAll { outcome.verdicts[$0.message] != nil }
        for one in returned {
            let (mail, bounce) = (one.mail, one.bounce)
            turn.record(
                try .returned(mail.id, mail.template, bounce.kind, bounce.status, on: mail.ticket, at: turn.now)
            )
        }
        let final = returned.filter(\.isPermanent)
        guard !final.isEmpty else { return outcome }
        enqueueBounced(final, in: turn)
        turn.enqueueSuppressions(
            of: Set(final.compactMap(\.mail.address)).sorted(),
            because: "a mail came back for good"
        )
        outcome.news = final.filter { $0.mail.template != BuiltInWording.returnedMail }.map { one in
            let words = [one.mail.address, one.bounce.status].compactMap { $0 }.joined(separator: ", ")
            return Occasion(one.mail.ticket, "came-back:\(one.mail.id.text)", .cameBack(words: words))
        }
        return outcome
    }

    private func returned(by messages: [UUID], in turn: Turn) async throws -> [Returned] {
        guard !messages.isEmpty else { return [] }
        let rows = try await turn.transaction.rows(
            """
            SELECT id, in_reply_to, extra -> 'mail' AS mail
            FROM message
            WHERE id = ANY($1) AND machine AND extra #>> '{mail,kind}' = 'bounce'
            """,
            messages
        )
        let bounces = try rows.compactMap { row -> (id: UUID, facts: Facts.Bounce, ids: [UUID], mails: [String])? in
            let text: JSONText = try row("mail")
            // An adapter of somebody else's may write what it likes there.
            guard let facts = try? WireJSON.decode(Facts.self, from: Array(text.text.utf8)), let bounce = facts.bounce
            else {
                return nil
            }
            let ids = (facts.envelopeRecipients ?? []).compactMap(BounceAddress.notification(of:))
            return (try row("id"), bounce, ids, try row("in_reply_to"))
        }
        // Most of what machines write is no bounce.
        guard !bounces.isEmpty else { return [] }
        let known = try await sent(bounces.flatMap(\.ids), bounces.flatMap(\.mails), in: turn)
        return bounces.compactMap { bounce in
            let mail = known.first { mail in
                bounce.ids.contains(mail.id) || mail.mailID.map(bounce.mails.contains) ?? false
                    || Mutant.anyMailReturned.isOn
            }
            return mail.map { Returned(message: bounce.id, bounce: bounce.facts, mail: $0) }
        }
    }

    private func sent(_ ids: [UUID], _ mails: [String], in turn: Turn) async throws -> [SentMail] {
        let rows = try await turn.transaction.rows(
            """
            SELECT n.id, n.mail_id, n.ticket_id, n.template, n.address, n.state FROM notification n WHERE n.id = ANY($1)
            UNION
            SELECT n.id, n.mail_id, n.ticket_id, n.template, n.address, n.state FROM notification n WHERE n.mail_id = ANY($2)
            """,
            ids,
            mails
        )
        return try rows.map { row in
            SentMail(
                id: try row("id"),
                mailID: try row("mail_id"),
                ticket: try row("ticket_id"),
                template: try row("template"),
                address: try row("address"),
                isUnderWay: try row("state") == "queued"
            )
        }
    }

    /// What a person has settled otherwise stays.
    private func enqueueBounced(_ returned: [Returned], in turn: Turn) {
        turn.transaction.enqueue(
            """
            UPDATE notification n
            SET state = 'bounced', failure = r.reason
            FROM unnest($1::uuid[], $2::text[]) AS r (id, reason)
            WHERE n.id = r.id AND n.state IN ('sent', 'uncertain')
            """,
            returned.map(\.mail.id),
            returned.map(\.reason)
        )
    }
}

extension LedgerEntry {
    /// A mail of ours came back.
    fileprivate static func returned(
        _ notification: UUID,
        _ template: String,
        _ kind: String,
        _ status: String?,
        on ticket: UUID,
        at instant: Date
    ) throws -> LedgerEntry {
        struct Fact: Encodable {
            let notification: UUID
            let template: String
            let kind: String
            let status: String?
        }
        return try LedgerEntry(
            ticketID: ticket,
            at: instant,
            kind: "mail_returned",
            actor: "system:notifier",
            data: Fact(notification: notification, template: template, kind: kind, status: status)
        )
    }
}
