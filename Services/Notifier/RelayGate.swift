/// How many mails may be claimed after the relay was found out of reach: none for a while, then one to try it, all once it
/// takes mails again.
///
/// What waits stays in the queue meanwhile, untouched: an outage costs no mail a try. Pure.
struct RelayGate: Sendable {
    /// 1, 2, 4 … seconds; so a relay that is back gets its mails within half a minute.
    private static let longestPause = Duration.seconds(30)

    private var failures = 0
    private var closedUntil: ContinuousClock.Instant?

    /// Mails that may be under way together; `nil` for any number.
    func limit(at now: ContinuousClock.Instant) -> Int? {
        guard let closedUntil else { return nil }
        return now < closedUntil ? 0 : 1
    }

    /// Takes note of what became of mails that were handed over together.
    ///
    /// What was under way when the gate closed fails with it and closes it no longer.
    mutating func learn(reached: Bool, at now: ContinuousClock.Instant) {
        guard !reached else { return (failures, closedUntil) = (0, nil) }
        if let closedUntil, now < closedUntil { return }
        failures += 1
        closedUntil = now + min(Self.longestPause, .seconds(1 << min(failures - 1, 5)))
    }
}
