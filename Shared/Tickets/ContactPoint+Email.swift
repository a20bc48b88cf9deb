extension ContactPoint {
    /// A mail address, trimmed and in lower case.
    ///
    /// The part before the @ is folded too: no provider in use tells its case apart, and customers do not keep to one.
    public static func email(_ text: String) throws(ContactPointError) -> ContactPoint {
        let address = try oneLine(text, .email).lowercased()
        guard address.utf8.count <= 254 else { throw ContactPointError(kind: .email, reason: .tooLong) }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw ContactPointError(kind: .email, reason: .noAt) }
        guard parts.count == 2, isLocalPart(parts[0]), isDomain(parts[1]) else {
            throw ContactPointError(kind: .email, reason: .malformed)
        }
        guard parts[0].utf8.count <= 64 else { throw ContactPointError(kind: .email, reason: .tooLong) }
        return ContactPoint(kind: .email, value: address)
    }

    /// Removes space at both ends; refuses what is empty or holds control characters, also invisible ones.
    static func oneLine(_ text: String, _ kind: Kind) throws(ContactPointError) -> String {
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: isControl) else {
            throw ContactPointError(kind: kind, reason: .controlCharacters)
        }
        let trimmed = text.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else {
            throw ContactPointError(kind: kind, reason: .empty)
        }
        return String(trimmed[...last])
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar.value != 0x200c && scalar.value != 0x200d
        default: false
        }
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        !text.isEmpty && !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
            && text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && !"\"(),:;<>[\\]".unicodeScalars.contains($0)
            }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.unicodeScalars.allSatisfy(isDomainScalar)
        }
    }

    private static func isDomainScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7a, 0x2d: true
        case ..<0x80: false
        default:
            scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .spacingMark
        }
    }
}
