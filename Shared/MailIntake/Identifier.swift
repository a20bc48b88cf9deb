import Digest
import Mail

/// Ids of mails as the contract wants them: in brackets, as other adapters for mail post them.
enum Identifier {
    /// The mail's id; made from what it says where it has none that can stand in a header.
    static func external(_ mail: ParsedMail) -> String {
        let id = mail.identity
        guard isFit(id) else { return "<\(hex(Array(sha256(Array(id.utf8)).prefix(16))))@made-up.invalid>" }
        return "<\(id)>"
    }

    /// What it answers, at most a hundred, the mail it answers directly last; nil where it answers nothing.
    static func answered(_ mail: ParsedMail) -> [String]? {
        let direct = Array(mail.inReplyTo.prefix(10).reversed())
        let all = (mail.references.filter { !direct.contains($0) } + direct).filter(isFit).suffix(100)
        return all.isEmpty ? nil : all.map { "<\($0)>" }
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }

    private static func isFit(_ id: String) -> Bool {
        (1...996).contains(id.utf8.count) && !id.unicodeScalars.contains(where: isControl)
    }
}
