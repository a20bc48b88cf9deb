/// What ties a mail to a conversation.
public enum ThreadEvidence: Sendable, Equatable {
    /// A token of ours in a recipient's address: the conversation's id.
    case recipientToken([UInt8])
    /// A token of ours in In-Reply-To or References: the conversation's id.
    case referenceToken([UInt8])
    /// A Message-ID to look up among those stored.
    case messageID(String)
    /// A token of ours in the quoted text: the conversation's id.
    case quotedToken([UInt8])
    /// A number in the subject; counts only with a valid checksum **and** where the sender takes part.
    case subjectNumber(String)
}

extension ParsedMail {
    /// All evidence, strongest first; none means a new conversation.
    ///
    /// `hook` is the word before the number: `[Hook#number]`.
    public func threadEvidence(_ tokens: ThreadTokens, hook: String) -> [ThreadEvidence] {
        var evidence: [ThreadEvidence] = []
        func add(_ more: ThreadEvidence) { if !evidence.contains(more) { evidence.append(more) } }
        for address in recipientAddresses {
            if let id = tokens.id(.reply, within: address) { add(.recipientToken(id)) }
        }
        let newestFirst = Array(references.reversed())
        for id in inReplyTo + newestFirst {
            if let found = tokens.id(.reply, within: id) { add(.referenceToken(found)) }
        }
        for id in inReplyTo + newestFirst { add(.messageID(id)) }
        for id in quotedTokens(tokens) { add(.quotedToken(id)) }
        if let number = subjectNumber(hook) { add(.subjectNumber(number)) }
        return evidence
    }

    /// Where the mail was really delivered before where it says it was.
    private var recipientAddresses: [String] {
        let delivered = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"].flatMap { headers.all($0) }
            .flatMap { AddressList.read(Array($0.utf8), atMost: 5) }
        return (delivered + to + cc).map(\.address)
    }

    private func quotedTokens(_ tokens: ThreadTokens) -> [[UInt8]] {
        text.split { $0.isWhitespace || "<>()[]\"',;:*".contains($0) }.filter { $0.utf8.count >= 43 }.prefix(2_000)
            .compactMap { tokens.id(.reply, token: $0) ?? tokens.id(.reply, within: String($0)) }
    }

    private func subjectNumber(_ hook: String) -> String? {
        let marker = "[\(hook.lowercased())#"
        let lower = subject.lowercased()
        guard let range = lower.firstRange(of: marker), let end = lower[range.upperBound...].firstIndex(of: "]") else {
            return nil
        }
        let number = lower[range.upperBound..<end]
        return (1...40).contains(number.utf8.count) ? number.uppercased() : nil
    }
}
