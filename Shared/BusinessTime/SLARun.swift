import FoundationEssentials

/// A clock's life before any arithmetic: begin, pauses, end.
struct SLARun {
    let metric: SLAMetric
    let cycle: Int
    let startedAt: Date
    /// The team that has the ticket; only a department's clock has one.
    var team: String?
    let conditions: FullConditions
    var pauses: [Pause] = []
    var stoppedAt: Date?
    var isCancelled = false
    /// Whether a proposal stopped it, which an objection undoes.
    var wasProposed = false

    var isRunning: Bool { stoppedAt == nil }
    var isPaused: Bool { isRunning && pauses.last.map { $0.to == nil } ?? false }

    mutating func pause(_ at: Date) {
        if isRunning, !isPaused { pauses.append(Pause(from: at, to: nil)) }
    }

    mutating func resume(_ at: Date) {
        if isPaused { pauses[pauses.count - 1].to = at }
    }

    /// Stands still, or goes on, as the ticket now stands.
    mutating func follow(_ standstill: SLAStandstill?, _ at: Date) {
        let stands = standstill.map(conditions.pause.contains) ?? false
        stands ? pause(at) : resume(at)
    }

    /// Ends the clock; an open pause ends with it.
    mutating func stop(_ at: Date, cancelled: Bool = false) {
        guard isRunning else { return }
        resume(at)
        stoppedAt = at
        isCancelled = cancelled
    }

    /// Goes on with what was left of the budget.
    mutating func restart(_ at: Date) {
        guard let stopped = stoppedAt else { return }
        pauses.append(Pause(from: stopped, to: at))
        stoppedAt = nil
        isCancelled = false
        wasProposed = false
    }
}
