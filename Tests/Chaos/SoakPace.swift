/// How fast a soak posts: what was measured at its beginning, and less where that turns out to be too much.
///
/// The burst that is measured makes two mails a ticket. Later the clocks of tickets that nobody answers tell of themselves as
/// well, more of them the longer the soak lasts, and a system that only ever falls behind says nothing about growth at rest.
struct SoakPace: Sendable {
    /// Counts mails that are due and not sent.
    static let unsent = "SELECT count(*) AS n FROM mail_queue WHERE due_at <= aftersail.now()"
    /// Seconds of posting whose mails may wait: a fault takes up to ten, and what it held up needs as long again.
    private static let patience = 45.0
    private static let mailsATicket = 2.0

    /// Requests a second.
    private(set) var rate: Double

    init(rate: Double) { self.rate = rate }

    /// The new rate when too many mails wait.
    mutating func ease(unsent: Int) -> Double? {
        guard Double(unsent) > rate * Self.mailsATicket * Self.patience else { return nil }
        rate *= 0.85
        return rate
    }
}
