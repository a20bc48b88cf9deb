import FoundationEssentials
import Harness

/// A mail on its way to us.
struct Letter: Sendable {
    /// Of the envelope; empty for the null sender.
    let sender: String
    let recipient: String
    let bytes: [UInt8]
}

/// A mail's bytes with other header fields, as gateways and forwarders make it.
struct Rewriting: Sendable {
    /// Names of fields that are left out, lower case; with `nil` every one but those of MIME is.
    var without: Set<String>? = []
    /// Fields that are put before the others.
    var fields: [String] = []

    /// The mail, rewritten.
    func bytes(of mail: SMTPSink.Mail) -> [UInt8] {
        let parts = mail.data.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        var kept: [Substring] = []
        var isKept = true
        for line in parts[0].split(separator: "\r\n") {
            if line.first != " ", line.first != "\t" { isKept = keeps(line.prefix { $0 != ":" }.lowercased()) }
            if isKept { kept.append(line) }
        }
        let text =
            (fields + kept.map(String.init)).joined(separator: "\r\n") + "\r\n\r\n" + (parts.count > 1 ? parts[1] : "")
        // The sink tells each byte as one character.
        return text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
    }

    private func keeps(_ name: String) -> Bool {
        guard let without else { return name.hasPrefix("content-") || name == "mime-version" }
        return !without.contains(name)
    }
}
