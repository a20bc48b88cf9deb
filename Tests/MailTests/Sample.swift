@testable import Mail

/// A mail of lines, each ended as on the wire.
func sample(_ lines: String...) -> ParsedMail {
    MailParser().parse(Array(lines.joined(separator: "\r\n").utf8))
}
