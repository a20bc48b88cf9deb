import Contracts
import FoundationEssentials
import Mail

/// What a mail says, as a line of JSON.
struct MailLine {
    let file: String
    let mail: ParsedMail
    let rules: KindRules

    var value: JSONValue {
        let parts = mail.replyParts
        let judgement = rules.judge(mail)
        var members: [String: JSONValue] = [
            "file": .string(file),
            "from": .array(mail.from.map(Self.mailbox)),
            "to": .array((mail.to + mail.cc).map(Self.mailbox)),
            "subject": text(mail.subject),
            "date": mail.date.map { .string($0.formatted(.iso8601)) } ?? .null,
            "messageId": mail.messageID.map(text) ?? .null,
            "inReplyTo": .array(mail.inReplyTo.map(text)),
            "references": .array(mail.references.map(text)),
            "charset": mail.charset.map { .string($0) } ?? .null,
            "text": text(mail.text),
            "replyText": text(parts.replyText),
            "quotedText": text(parts.quotedText),
            "attachments": .array(mail.attachments.map(attachment)),
            "kind": .string(judgement.kind.rawValue),
            "rule": .string(judgement.rule),
            "bounce": judgement.bounce.map(bounce) ?? .null,
            "forwarded": mail.forwarded(parts).map(forwarded) ?? .null,
        ]
        if mail.isUnreadable || !mail.problems.isEmpty {
            members["error"] = .string(mail.problems.isEmpty ? "it is empty" : mail.problems.joined(separator: "; "))
        }
        return .object(members)
    }

    private static func mailbox(_ mailbox: Mailbox) -> JSONValue {
        .object(["address": .string(mailbox.address), "name": mailbox.name.map { .string($0) } ?? .null])
    }

    private func text(_ text: String) -> JSONValue { .string(text) }

    private func attachment(_ attachment: MailAttachment) -> JSONValue {
        .object([
            "name": attachment.name.map { .string($0) } ?? .null, "mediaType": .string(attachment.mediaType),
            "size": .number("\(attachment.stream { _ in }.size)"),
        ])
    }

    private func bounce(_ bounce: Bounce) -> JSONValue {
        .object([
            "class": .string(bounce.kind.rawValue), "status": bounce.status.map { .string($0) } ?? .null,
            "recipients": .array(bounce.recipients.map { .string($0.address) }),
        ])
    }

    private func forwarded(_ forwarded: ForwardedMail) -> JSONValue {
        .object([
            "from": forwarded.sender.map(Self.mailbox) ?? .null,
            "subject": forwarded.subject.map { .string($0) } ?? .null,
        ])
    }
}
