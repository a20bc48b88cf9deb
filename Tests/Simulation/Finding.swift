/// A promise that was broken, with the place.
struct Finding: Sendable, Hashable {
    /// What must not happen.
    enum Kind: String, Sendable, CaseIterable {
        case early = "told before its instant"
        case unfounded = "told of a clock that did not run"
        case missing = "never told"
        case unpromised = "no promise told"
        case unrecorded = "told, but not once in the ledger"
        case unsent = "told, but no mail to staff"
        case unexplained = "mail to staff without anything told"
        case clock = "stored clock that its ledger does not give"
        case silence = "silent longer than its target"
        case view = "listed as silent by the product itself"
        case lost = "message without ticket"
        case mail = "mail not sent exactly once"
        case parked = "parked or in quarantine"
        case left = "left on its way"
        case chain = "ledger not sealed whole"
        case worker = "worker that ended badly"
        case offShift = "assigned off shift"
        case overbooked = "loaded above capacity"
        case miscounted = "load that its open assignments do not give"
        case starved = "without an agent for longer than the bound"
        case unfair = "work spread more unevenly than the bound"
        case unexplainedAssignment = "assignment that does not explain itself"
        case unrecordedAssignment = "assignment not once in the ledger"
    }

    let kind: Kind
    let detail: String

    /// What is broken where: the kind and the ticket's number.
    var place: String { kind.rawValue + (detail.split(separator: " ").first ?? "") }
}

/// How late something was told, in seconds of the product's clock.
struct Lateness: Sendable {
    let metric: String
    let seconds: Double
}

/// What a look at some tickets brought.
struct Findings: Sendable {
    var broken: [Finding] = []
    var lateness: [Lateness] = []
    /// Steps that had to be told, and those whose time was too short to be sure.
    var owed = 0
    var open = 0
    /// Places that a look found behind and the next one in order.
    var late = 0
    /// Stored clocks that were compared.
    var clocks = 0
    /// Longest silences beyond their target, in seconds of the product's clock, of tickets that went beyond it.
    var silences: [Double] = []
    /// Assignments that were looked at.
    var assignments = 0
    /// How long tickets had no agent, in seconds of the product's clock.
    var agentWaits: [Double] = []
    /// Gini coefficients of the relative load of agents on shift, one a look.
    var unevenness: [Double] = []

    static func += (left: inout Findings, right: Findings) {
        left.broken += right.broken
        left.lateness += right.lateness
        left.owed += right.owed
        left.open += right.open
        left.late += right.late
        left.clocks += right.clocks
        left.silences += right.silences
        left.assignments += right.assignments
        left.agentWaits += right.agentWaits
        left.unevenness += right.unevenness
    }
}
