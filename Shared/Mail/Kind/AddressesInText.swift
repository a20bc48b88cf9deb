/// Addresses that a notice names as those it could not reach.
enum AddressesInText {
    /// In order; never one of `others`, lower case, which the sender and the systems between have.
    ///
    /// Lines that begin with an address, or have nothing else, count before those that mention one.
    static func read(_ text: String, excluding others: Set<String>) -> [String] {
        let lines = Array(text.split(separator: "\n").prefix(300))
        let cue = lines.firstIndex { cues.isWithin($0.lowercased()) }
        if let cue, lines[cue...].contains(where: { !found($0, others).isEmpty }) {
            return best(lines[cue...], others)
        }
        return best(lines[...], others)
    }

    /// Whether an address leads a line behind words that announce those not reached.
    static func isAnnounced(_ text: String) -> Bool {
        let lines = text.split(separator: "\n").prefix(100)
        guard let cue = lines.firstIndex(where: { cues.isWithin($0.lowercased()) }) else { return false }
        return lines[cue...].prefix(4).contains { line in found(line, []).first.map { leads(line, $0) } ?? false }
    }

    /// What comes before the addresses.
    private static let cues = Phrases([
        "did not reach the following", "could not be delivered to", "not be delivered to the following",
        "was not delivered to", "wasn't delivered to", "delivery to the following",
        "delivered to the following recipient",
        "the following address", "following recipient", "following user", "following destination",
        "delivery has failed to these",
        "undeliverable to", "failed recipient", "permanent fatal errors", "recipients of", "delivery failed to",
    ])

    private static func best(_ lines: ArraySlice<Substring>, _ others: Set<String>) -> [String] {
        var (leading, mentioned): ([String], [String]) = ([], [])
        for line in lines where !isOther(line.lowercased()) {
            let all = found(line, others).filter {
                !line.contains("mail from \($0)") && !line.contains("mail from <\($0)")
            }
            guard let first = all.first else { continue }
            for address in all where !mentioned.contains(address) && mentioned.count < 50 { mentioned.append(address) }
            if leads(line, first), !leading.contains(first), leading.count < 50 { leading.append(first) }
        }
        return leading.isEmpty ? mentioned : leading
    }

    /// Lines about somebody else.
    private static func isOther(_ lower: String) -> Bool {
        lower.contains("message-id") || lower.contains("message id")
            || ["from:", "sender:", "reply-to:", "cc:", "return-path:"].contains { lower.hasPrefix($0) }
            || lower.contains("contact ") || lower.contains("mailto:postmaster")
    }

    /// Whether the address comes first, but for brackets and marks.
    private static func leads(_ line: Substring, _ address: String) -> Bool {
        guard let range = line.firstRange(of: address) else { return false }
        let before = line[..<range.lowerBound].lowercased().filter { !" \t<(['\"*-–•>:".contains($0) }
        return before.isEmpty
            || [
                "to", "recipient", "recipients", "rcptto", "rfc822;", "smtp", "address", "mailto", "user",
                "recipientaddress", "emailaddress",
            ].contains(before)
    }

    private static func found(_ line: Substring, _ others: Set<String>) -> [String] {
        guard line.utf8.contains(0x40) else { return [] }
        return line.split { " \t<>()[]{}\"',;:|=：，；“”（）《》【】「」`".contains($0) }.compactMap { word in
            guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return nil }
            var address = word
            while let last = address.last, ".…。！!?*_-".contains(last) { address.removeLast() }
            guard at < address.endIndex else { return nil }
            let domain = address[at...].dropFirst()
            guard domain.contains("."), !domain.contains("@"), !domain.contains("/"), address.allSatisfy({ $0.isASCII })
            else { return nil }
            let (local, whole) = (address[..<at].lowercased(), address.lowercased())
            let isSystem = others.contains(whole) || local == "postmaster" || local.hasPrefix("mailer-daemon")
            return isSystem ? nil : String(address)
        }
    }
}
