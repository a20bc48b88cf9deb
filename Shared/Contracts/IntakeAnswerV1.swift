/// What *intake* answers on `reply_to`.
public struct IntakeAnswerV1: Codable, Sendable, Equatable {
    /// One thing that is wrong with a refused request.
    public struct FieldError: Codable, Sendable, Equatable {
        /// Path such as `sender.email`; empty for the message as a whole.
        public let field: String
        /// What was expected, in plain English.
        public let reason: String

        /// An error at one field.
        public init(field: String, reason: String) {
            self.field = field
            self.reason = reason
        }
    }

    /// Whether a ticket holds the message now.
    public let accepted: Bool
    /// The ticket's number.
    public let ticket: String?
    /// The same message was accepted before.
    public let duplicate: Bool?
    /// Why it was refused.
    public let errors: [FieldError]?

    /// The answer to a message that is stored.
    public static func accepted(ticket: String, duplicate: Bool) -> IntakeAnswerV1 {
        IntakeAnswerV1(accepted: true, ticket: ticket, duplicate: duplicate, errors: nil)
    }

    /// The answer to a message in quarantine.
    public static func refused(_ errors: [FieldError]) -> IntakeAnswerV1 {
        IntakeAnswerV1(accepted: false, ticket: nil, duplicate: nil, errors: errors)
    }
}
