/// The rule for addresses that any relay takes without extensions (RFC 5321 section 4.1.2, dot-string form).
enum MailAddress {
    /// Refuses what cannot be sent as it is.
    ///
    /// Consecutive dots are let through: carriers in Japan gave such addresses out.
    static func check(_ address: String, field: String) throws(SMTPError) {
        func refuse(_ reason: String) -> SMTPError { .invalidAddress(field: field, reason: reason) }
        guard !address.isEmpty else { throw refuse("is empty") }
        let bytes = Array(address.utf8)
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { throw refuse("has no @ sign") }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard local.allSatisfy({ $0 < 0x80 }) else {
            throw refuse("the part before @ is not ASCII, which needs SMTPUTF8; ask for another address")
        }
        guard domain.allSatisfy({ $0 < 0x80 }) else {
            throw refuse("the domain is not ASCII; write it in its xn-- form")
        }
        guard (1...64).contains(local.count), bytes.count <= 254 else {
            throw refuse("is too long: at most 64 bytes before @ and 254 in all")
        }
        guard local.allSatisfy({ isLetterOrDigit($0) || isLocalMark($0) }) else {
            throw refuse("holds a character that is not allowed before @")
        }
        guard isHostName(domain) else { throw refuse("the part after @ is not a host name") }
    }

    /// Labels of letters, digits and inner hyphens, 1…63 bytes each.
    static func isHostName(_ name: some Collection<UInt8>) -> Bool {
        guard name.count <= 253 else { return false }
        var length = 0
        for byte in name {
            if byte == UInt8(ascii: "."), length > 0 {
                length = 0
            } else if isLetterOrDigit(byte) || (byte == UInt8(ascii: "-") && length > 0), length < 63 {
                length += 1
            } else {
                return false
            }
        }
        return length > 0
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    /// The marks of an atom (RFC 5322 section 3.2.3), and the dot.
    private static func isLocalMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-")...UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
