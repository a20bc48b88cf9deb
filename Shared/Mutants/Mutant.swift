import FoundationEssentials

/// A fault in the delivery protocol that a debug build commits on purpose, so that tests can show that they notice.
///
/// `AFTERSAIL_MUTANT` names the one that a process commits. A release build commits none.
public enum Mutant: String, CaseIterable, Sendable {
    /// A delivery is acknowledged before its transaction has committed.
    case ackBeforeCommit = "ack-before-commit"
    /// What a turn says is published before the turn has committed.
    case publishBeforeCommit = "publish-before-commit"
    /// A publish counts as confirmed as soon as it is sent.
    case noConfirmWait = "no-confirm-wait"
    /// The inbox lets every delivery of a message win.
    case noInbox = "no-inbox"
    /// Acknowledging several deliveries at once covers open ones between them.
    case multipleAckAcrossUnfinished = "multiple-ack-across-unfinished"
    /// An outbox row may be deleted as soon as it waits to be published.
    case outboxRowDeletedBeforeConfirm = "outbox-row-deleted-before-confirm"
    /// Delivery tags of a lost channel are settled on the channel after it.
    case ackOnNewChannelAfterReconnect = "ack-on-new-channel-after-reconnect"
    /// Starts that processes did not survive are forgotten.
    case attemptCounterReset = "attempt-counter-reset"
    /// Timers are taken from other replicas, and what was told before is told again.
    case timerWithoutFencing = "timer-without-fencing"
    /// Rows of living processes are published by others.
    case sweeperIgnoresEpochs = "sweeper-ignores-epochs"
    /// A mail counts as sent before the relay has answered.
    case sendMarkedBeforeItHappens = "send-marked-before-it-happens"

    /// Rows of dead processes are published by nobody.
    case sweeperLeavesTheDead = "sweeper-leaves-the-dead"
    /// A message that goes round through a wait queue counts as tried once, for ever.
    case retryForgetsAttempts = "retry-forgets-attempts"
    /// The ledger files a turn by its own instant, also before the change that it found.
    case ledgerOutOfOrder = "ledger-out-of-order"
    /// Agents get more tickets than they can carry.
    case capacityIgnored = "capacity-ignored"
    /// A customer gets any number of automatic mails.
    case budgetIgnored = "budget-ignored"
    /// What automatic mail took of the budgets of domains, colleagues and all is not written down.
    case budgetForgotten = "budget-forgotten"
    /// Automatic mail does not say that it is.
    case automaticMailUnmarked = "automatic-mail-unmarked"
    /// A mail that is tried again has another message id.
    case mailIDRenewed = "mail-id-renewed"
    /// The cursor of a mailbox moves before the mail that it passes is handed on.
    case cursorBeforeHandOver = "cursor-before-hand-over"
    /// Any bounce takes the first of our mails that any of its batch names.
    case anyMailReturned = "any-mail-returned"
}

extension Mutant {
    #if DEBUG
        private static let chosen = ProcessInfo.processInfo.environment[variable].flatMap(Mutant.init)

        /// Whether this process commits the fault; never in a release build.
        public var isOn: Bool { self == Self.chosen }
    #else
        /// Whether this process commits the fault; never in a release build.
        @inlinable
        public var isOn: Bool { false }
    #endif
}
