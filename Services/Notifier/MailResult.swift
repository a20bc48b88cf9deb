import FoundationEssentials
import SMTP

/// What is written about one attempt to send.
///
/// Pure.
struct MailResult: Sendable, Equatable {
    enum State: String, Sendable {
        case sent, queued, failed, uncertain
    }

    let id: UUID
    let state: State
    /// What the relay answered.
    var reply: String?
    /// Why it was not sent.
    var failure: String?
    /// Pause before the next attempt.
    var delay: Duration?
    /// The attempt does not count: nothing was tried with the recipient.
    var isRefunded = false
    /// The relay does not know the recipient: no more mail goes there for a while.
    var suppressesAddress = false

    /// When the process is `isDraining`, what it broke off itself is nobody's failure.
    init(_ outcome: SMTPOutcome, of mail: QueuedMail, isDraining: Bool = false) {
        id = mail.id
        switch outcome {
        case .accepted(let reply):
            state = .sent
            self.reply = reply
        case .deferred(0, let reason) where isDraining:
            state = .queued
            (failure, delay, isRefunded) = (reason, .zero, true)
        case .deferred(let code, let reason):
            delay = Self.pause(afterAttempt: mail.attempts)
            state = delay == nil ? .failed : .queued
            failure = (delay == nil ? "gave up after two days: " : "") + Self.text(code, reason)
        case .unreachable(let reason):
            state = .queued
            // The room claims nothing more until the relay may be back.
            (failure, delay, isRefunded) = (reason, .seconds(1), true)
        case .rejected(let code, let reason, let recipient):
            state = .failed
            failure = Self.text(code, reason)
            suppressesAddress = recipient && code >= 500
        case .uncertain(let reason):
            state = .uncertain
            failure = reason
        case .aborted(let reason):
            state = .queued
            (failure, delay, isRefunded) = (reason, .milliseconds(200), true)
        }
    }

    /// 1, 5, 15 and 60 minutes, then every 4 hours; `nil` once another pause would end more than two days after the
    /// first attempt.
    static func pause(afterAttempt attempt: Int) -> Duration? {
        let minutes = [1, 5, 15, 60]
        if attempt <= minutes.count { return .seconds(minutes[max(attempt, 1) - 1] * 60) }
        let total = minutes.reduce(0, +) + (attempt - minutes.count) * 240
        return total <= 2 * 24 * 60 ? .seconds(240 * 60) : nil
    }

    private static func text(_ code: Int, _ reason: String) -> String {
        code == 0 || reason.hasPrefix("\(code)") ? reason : "\(code) \(reason)"
    }
}
