import FoundationEssentials
import Harness

/// A way in which we and others may write to each other for ever.
struct Circle: Sendable {
    /// Whose mails it may bring forth: what its bound follows from.
    enum Extent: Sendable {
        /// So many addresses.
        case addresses(Int)
        /// Any number of addresses in one domain.
        case domain
        /// Any number of domains.
        case everywhere
        /// A colleague's mailbox, and its address as a customer's.
        case colleague
    }

    /// A sentence.
    let name: String
    let habit: Habit
    var extent = Extent.addresses(1)
    /// What must have stopped or held it, as stored or as the adapter says.
    let stop: String
    /// The colleague whose mailbox it is.
    var colleague: String?
    /// The first mail to us; without one a person asks for help.
    var first: String?

    /// Its domain, from its place in the table.
    static func domain(_ number: Int) -> String { "t\(number).example" }

    /// The number of the circle that an address belongs to.
    static func number(_ address: String) -> Int? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        let labels = address[address.index(after: at)...].split(separator: ".")
        // Of every label the last part counts: x9-t12.example is one of twelve's domains.
        guard labels.count > 1, let part = labels[labels.count - 2].split(separator: "-").last, part.first == "t" else {
            return nil
        }
        return Int(part.dropFirst())
    }

    /// What begins it.
    func opening(_ number: Int, to us: String) -> Letter {
        let sender = "pat@\(Self.domain(number))"
        let text =
            first?.replacing("PAT", with: sender).replacing("DOMAIN", with: Self.domain(number))
                ?? """
                From: Pat <\(sender)>
                To: \(us)
                Message-ID: <first@\(Self.domain(number))>
                Subject: The pump leaks

                The pump of our coffee machine leaks since yesterday. Please help.
                """
        return Letter(sender: first == nil ? sender : "", recipient: us, bytes: Array(text.utf8))
    }

    /// What comes back for one of our mails, the answers numbered from `count`.
    func answers(to mail: SMTPSink.Mail, _ number: Int, from count: Int) -> [Letter] {
        guard habit.target == .from || !mail.from.isEmpty else { return [] }
        if case .silence = habit.form { return [] }
        return (0..<habit.copies).map { answer(mail, number, count + $0) }
    }

    private func answer(_ mail: SMTPSink.Mail, _ number: Int, _ count: Int) -> Letter {
        let author = author(mail.to, number, count)
        let us = habit.target == .envelope ? mail.from : Self.bare(mail.header("From") ?? "")
        let id = "<\(count).answer@\(Self.domain(number))>"
        let sender = habit.isNull ? "" : author
        if case .redirect(let rewriting) = habit.form {
            let fields = rewriting.fields.map {
                $0.replacing("AUTHOR", with: author).replacing("ID", with: id).replacing(
                    "TAG",
                    with: Self.tag(mail.subject)
                )
            }
            let bytes = Rewriting(without: rewriting.without, fields: ["Return-Path: <\(sender)>"] + fields).bytes(
                of: mail
            )
            return Letter(sender: sender, recipient: us, bytes: bytes)
        }
        var lines = [
            "Return-Path: <\(sender)>", "From: \(author)", "To: \(us)", "Message-ID: \(id)",
            "Subject: \(subject(mail.subject, count))",
        ]
        let ours = mail.header("Message-ID") ?? ""
        if habit.threads { lines += ["In-Reply-To: \(ours)", "References: \(ours)"] }
        lines += habit.fields
        lines += body(mail, ours)
        return Letter(sender: sender, recipient: us, bytes: Array(lines.joined(separator: "\r\n").utf8))
    }

    private func author(_ address: String, _ number: Int, _ count: Int) -> String {
        let domain = Self.domain(number)
        let local = String(address.prefix { $0 != "@" && $0 != "+" })
        return switch habit.author {
        case .itself: address
        case .localPart: "p\(count)@\(domain)"
        case .plus: "pat+\(count)@\(domain)"
        case .subDomain: "pat@x\(count).\(domain)"
        case .domain: "pat@x\(count)-\(domain)"
        case .letterCase: count % 2 == 0 ? "PAT@\(domain)" : "Pat@\(domain.uppercased())"
        case .alias: "desk@\(domain)"
        case .inTurn: count % 2 == 0 ? "pat@\(domain)" : "desk@\(domain)"
        case .system(let name): colleague == nil ? "\(name)@\(domain)" : "\(name)@\(local).relay.example"
        }
    }

    private func subject(_ ours: String, _ count: Int) -> String {
        switch habit.subject {
        case .answer: "Re: \(ours)"
        case .fixed(let text): text
        case .counted(let text): "\(text) \(10_000 + count)"
        }
    }

    private func body(_ mail: SMTPSink.Mail, _ ours: String) -> [String] {
        switch habit.form {
        case .report(let status, let action):
            [
                "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
                "--b",
                "Content-Type: text/plain", "", "Your message could not be delivered.", "--b",
                "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; relay.example", "",
                "Final-Recipient: rfc822; \(mail.to)", "Action: \(action)", "Status: \(status)", "--b",
                "Content-Type: text/rfc822-headers", "", "Message-ID: \(ours)", "To: \(mail.to)", "--b--", "",
            ]
        case .receipt:
            [
                "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
                "",
                "--b", "Content-Type: text/plain", "", "Your message was displayed.", "--b",
                "Content-Type: message/disposition-notification", "", "Final-Recipient: rfc822; \(mail.to)",
                "Original-Message-ID: \(ours)", "Disposition: automatic-action/MDN-sent-automatically; displayed",
                "--b--", "",
            ]
        default:
            ["Content-Type: text/plain; charset=utf-8", "", habit.body]
                + (habit.quotes ? ["", "On Monday Aftersail wrote:"] + quoted(mail) : [])
        }
    }

    private func quoted(_ mail: SMTPSink.Mail) -> [String] {
        (mail.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
    }

    /// `a@b` of `Name <a@b>`.
    private static func bare(_ field: String) -> String {
        guard let open = field.lastIndex(of: "<") else { return field }
        return String(field[field.index(after: open)...].prefix { $0 != ">" })
    }

    /// The ticket's number in a subject, in brackets.
    private static func tag(_ subject: String) -> String {
        guard let open = subject.firstIndex(of: "["), let close = subject[open...].firstIndex(of: "]") else {
            return ""
        }
        return String(subject[open...close])
    }
}
