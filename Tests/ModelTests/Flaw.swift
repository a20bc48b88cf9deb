/// A mistake that one could make in the protocol; the model must find what each of them breaks.
enum Flaw: String, CaseIterable, CustomStringConvertible {
    case ackBeforeCommit = "a delivery is acknowledged before the commit"
    case publishBeforeCommit = "an event is published before the commit"
    case noConfirmWait = "a publish counts as confirmed once it is sent"
    case noInbox = "the inbox is not asked"
    case multipleAck = "an acknowledgement settles unfinished deliveries before it"
    case rowDeletedBeforeConfirm = "an outbox row is deleted before its confirm"
    case ackOnNewChannel = "a delivery of a lost channel is acknowledged on the new one"
    case sweeperIgnoresEpochs = "the sweeper takes rows of living processes"
    case noAudit = "nobody looks for rows whose commit went unanswered"
    case attemptReset = "a retry starts counting anew"
    case livingStartsCount = "a start counts although its process lives"
    case timerWithoutFencing = "a timer is told without lock and notice"
    case markedBeforeSent = "a mail is marked as sent before it is"
    case sentWithoutGrant = "a mail is completed without a committed grant"
    case claimOfHeld = "a process claims a mail that it still holds"

    /// The part of the protocol that it belongs to.
    var place: Place {
        switch self {
        case .ackBeforeCommit, .publishBeforeCommit, .noConfirmWait, .noInbox, .multipleAck, .rowDeletedBeforeConfirm,
            .ackOnNewChannel, .sweeperIgnoresEpochs, .noAudit:
            .delivery
        case .attemptReset, .livingStartsCount: .attempts
        case .timerWithoutFencing: .timers
        case .markedBeforeSent, .sentWithoutGrant, .claimOfHeld: .mails
        }
    }

    var description: String { rawValue }

    enum Place {
        case delivery, attempts, timers, mails
    }
}
