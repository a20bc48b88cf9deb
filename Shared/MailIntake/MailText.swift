import Contracts
import Mail

/// The text of a mail for a ticket: what is new in it, and the whole where that is more.
struct MailText {
    /// Most bytes of the whole text that travel beside the body, as JSON; the original in the store has all of it.
    static let fullTextLimit = 40 << 10
    /// Most bytes of a body, as the contract says.
    static let bodyLimit = 1 << 20

    let body: String
    /// Nil where the body is the whole.
    let fullText: String?
    /// Whether the whole text is longer than what travels.
    let isCut: Bool

    /// `isWhole`: the body is the whole text, as in what machines write and what is passed on.
    init(_ mail: ParsedMail, _ parts: ReplyParts, isWhole: Bool) {
        let new = isWhole || parts.replyText.allSatisfy(\.isWhitespace) ? mail.text : parts.replyText
        body = Cut.bytes(new, Self.bodyLimit)
        guard body != mail.text else {
            (fullText, isCut) = (nil, false)
            return
        }
        var text = Cut.bytes(mail.text, Self.fullTextLimit)
        // Characters that JSON escapes count as they travel.
        while JSONValue.string(text).text.utf8.count > Self.fullTextLimit {
            text = Cut.bytes(text, text.utf8.count * 3 / 4)
        }
        fullText = text
        isCut = text.utf8.count < mail.text.utf8.count
    }
}
