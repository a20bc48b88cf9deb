/// The parts of a relay's URL; the login is kept apart so that nothing prints it by accident.
struct RelayLocation: Sendable {
    /// Scheme, host and port.
    let address: String
    let login: (user: String, password: String)?

    init(_ url: String) throws(SMTPError) {
        guard let scheme = ["smtp://", "smtps://"].first(where: { url.hasPrefix($0) }) else {
            throw .invalidRelay(reason: "the URL must begin with smtp:// or smtps://")
        }
        var rest = Substring(url.dropFirst(scheme.count))
        if rest.hasSuffix("/") { rest.removeLast() }
        if let at = rest.lastIndex(of: "@") {
            login = try Self.login(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            login = nil
        }
        guard Self.isHostAndPort(rest) else {
            throw .invalidRelay(reason: "after the login the URL must hold a host and optionally :port, nothing else")
        }
        address = scheme + rest
    }

    private static func login(_ text: Substring) throws(SMTPError) -> (user: String, password: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
            let user = percentDecoded(parts[0]), let password = percentDecoded(parts[1])
        else { throw .invalidRelay(reason: "the login must be user:password, both percent-encoded") }
        guard !(user + password).unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw .invalidRelay(reason: "the login must not hold control characters")
        }
        return (user, password)
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isHostAndPort(_ text: Substring) -> Bool {
        var port = Substring()
        var host = text
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
            guard let number = Int(port), (1...65_535).contains(number) else { return false }
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.count > 2 && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return MailAddress.isHostName(host.replacing("_", with: "-").utf8)
    }
}
