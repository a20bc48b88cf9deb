import FoundationEssentials

/// What a run is to be.
struct RunPlan: Sendable {
    /// How the workers are replaced in the middle.
    enum Restart: String, Sendable, CaseIterable {
        /// Not at all.
        case none
        /// Each is asked to end, and started again.
        case orderly
        /// Each is killed, and started again.
        case kill
        /// In order after a third, killed after two thirds.
        case both
    }

    let seed: UInt64
    /// Where the product's clock begins.
    let start: Date
    let days: Double
    /// Seconds of the product's clock in one of the machine's.
    let rate: Double
    /// New tickets a day of the product's clock, on average.
    let ticketsPerDay: Double
    /// Seconds of the machine within which the product is to notice what has happened or is due.
    let patience: Double
    /// Hours of the product's clock between two checks.
    let checkEvery: Double
    let restart: Restart
    /// Hours of the product's clock that a ticket may be without an agent.
    var longestWait = 4.0
    /// The Gini coefficient of relative load that half of the looks may not exceed.
    var unevenness = 0.6
    /// Where the resolved tickets are written, one line of JSON each.
    let history: String?
    /// Whether logs stay although nothing was broken.
    let keepsLogs: Bool

    var end: Date { start.addingTimeInterval(days * 86_400) }
    /// Patience on the product's clock.
    var slack: Double { patience * rate }
    /// A time of the machine for which the plan lasts.
    var realSeconds: Double { days * 86_400 / rate }
}
