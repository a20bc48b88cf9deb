/// One way to reach a customer, normalised so that equal ways are equal values.
public struct ContactPoint: Hashable, Sendable, Codable {
    /// The sort of contact point.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Mail address, telephone number in E.164, or a name within one channel.
        case email, phone, handle
    }

    /// The sort of contact point.
    public let kind: Kind
    /// The normalised form; customer data, never for logs.
    public let value: String

    init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// Why a contact point was refused; holds no customer data.
public struct ContactPointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Reason: String, Codable, CaseIterable, Hashable, Sendable {
        /// Nothing but space.
        case empty
        /// Line breaks or other control characters: perhaps an injected header.
        case controlCharacters = "control_characters"
        /// An address over 254 bytes, a part before the @ over 64, or a handle over 128.
        case tooLong = "too_long"
        /// No @.
        case noAt = "no_at"
        /// Characters or an order of them that no plain address has.
        case malformed
        /// A telephone number with other characters than digits and separators.
        case notDigits = "not_digits"
        /// Fewer than 7 or more than 15 digits.
        case digitCount = "digit_count"
        /// A national number without a country, or a country unknown here.
        case needsCountry = "needs_country"
    }

    /// The sort of contact point that was tried.
    public let kind: ContactPoint.Kind
    /// The rule that was broken.
    public let reason: Reason

    /// What was tried and what is expected.
    public var description: String { "\(kind.rawValue) refused: \(expectation)" }

    private var expectation: String {
        switch reason {
        case .empty: "it is empty; leave the field out instead"
        case .controlCharacters: "it holds line breaks or control characters; send plain text on one line"
        case .tooLong: "it is too long; send the whole address and nothing else"
        case .noAt: "it has no @; send name@domain"
        case .malformed: "it is not of the form name@domain; send the bare address without display name"
        case .notDigits: "it holds characters no telephone number has; send + and digits"
        case .digitCount: "a telephone number has 7 to 15 digits; send it with its country code"
        case .needsCountry: "a national number needs the sender's country; send it with + and country code"
        }
    }
}
