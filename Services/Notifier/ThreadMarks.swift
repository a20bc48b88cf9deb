import Tickets

/// How a customer's mail names its ticket, so that an answer finds it whatever is lost on the way; staff's mail does not.
struct ThreadMarks: Sendable {
    /// Nothing is marked.
    static let none = ThreadMarks(tokens: .none, replyMailbox: nil, showsToken: false)

    let tokens: ThreadTokens
    /// Takes mail for whatever stands behind a plus sign; nil sends answers to who wrote.
    let replyMailbox: String?
    /// Whether the token also stands below the text, for systems that drop every header.
    let showsToken: Bool

    /// Where answers go; nil means to who wrote.
    func replyAddress(of mail: QueuedMail) -> String? {
        guard mail.isToCustomer, let replyMailbox else { return nil }
        return tokens.address(.reply, for: mail.ticket, at: replyMailbox) ?? replyMailbox
    }

    /// What stands below the text.
    func footnote(of mail: QueuedMail) -> String? {
        guard mail.isToCustomer, showsToken else { return nil }
        return tokens.token(.reply, for: mail.ticket).map { "Ref: \($0)" }
    }

    /// How to be asked no more, after RFC 2369.
    ///
    /// RFC 8058's one click needs a page on the web, which nobody serves yet.
    func headers(of mail: QueuedMail) -> [(String, String)] {
        guard mail.isToCustomer, mail.isSurvey, let replyMailbox,
            let address = tokens.address(.noSurveys, for: mail.id, at: replyMailbox)
        else { return [] }
        return [("List-Unsubscribe", "<mailto:\(Self.inURI(address))?subject=unsubscribe>")]
    }

    /// An address as RFC 6068 §2 writes it; a bare plus sign is a space to many programs.
    private static func inURI(_ address: String) -> String {
        address.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "@-._~".contains(character) {
                return String(character)
            }
            return (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }
}
