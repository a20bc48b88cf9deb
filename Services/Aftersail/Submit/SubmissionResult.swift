import Contracts

/// What became of one message.
struct SubmissionResult: Sendable {
    enum Fate: Sendable, Equatable {
        case accepted(ticket: String, duplicate: Bool)
        case refused([IntakeAnswerV1.FieldError])
        /// The broker has it; nobody waited for the answer.
        case queued
        /// The broker has it; no answer came in time.
        case silent
        /// The broker did not take it.
        case unsent
    }

    let request: SubmittedRequest
    var fate: Fate

    func sentence(_ palette: Palette) -> String {
        switch fate {
        case .accepted(let ticket, let duplicate): palette.green(ticket) + (duplicate ? "  (known already)" : "")
        case .refused(let errors):
            palette.red("refused") + "  " + errors.map { "\($0.field): \($0.reason)" }.joined(separator: "; ")
        case .queued: "queued"
        case .silent: palette.yellow("queued, no answer yet")
        case .unsent: palette.red("not sent")
        }
    }

    var value: JSONValue {
        var members: [String: JSONValue] = ["place": .string(request.place)]
        switch fate {
        case .accepted(let ticket, let duplicate):
            members["accepted"] = .bool(true)
            members["ticket"] = .string(ticket)
            members["duplicate"] = .bool(duplicate)
        case .refused(let errors):
            members["accepted"] = .bool(false)
            members["errors"] = .array(
                errors.map { .object(["field": .string($0.field), "reason": .string($0.reason)]) }
            )
        case .queued, .silent: members["queued"] = .bool(true)
        case .unsent: members["queued"] = .bool(false)
        }
        return .object(members)
    }
}
