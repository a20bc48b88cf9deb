import FoundationEssentials

/// One message on its way, and the call of `send` it belongs to.
struct SMTPJob {
    let dispatch: Int
    let mail: OutgoingMail
}

/// One call of `send`: what has come of its messages and which of them wait for their grant.
final class SMTPDispatch {
    typealias Finalise = @Sendable ([UUID]) async -> Set<UUID>

    let finalise: Finalise
    private(set) var outcomes: [UUID: SMTPOutcome] = [:]
    private(set) var holders: [UUID: UInt32] = [:]
    /// When the waiting messages are finalised at the latest; `nil` when none waits.
    private(set) var lingerUntil: ContinuousClock.Instant?
    private var ready: [UUID] = []
    private var left: Int
    private let done: CheckedContinuation<[UUID: SMTPOutcome], Never>

    init(count: Int, finalise: @escaping Finalise, done: CheckedContinuation<[UUID: SMTPOutcome], Never>) {
        left = count
        self.finalise = finalise
        self.done = done
    }

    func hold(_ id: UUID, in session: UInt32, linger: Duration) {
        holders[id] = session
        ready.append(id)
        if lingerUntil == nil { lingerUntil = ContinuousClock.now + linger }
    }

    /// The messages to finalise now; messages whose link was lost while they waited are left out.
    func takeReady() -> [UUID] {
        defer {
            ready = []
            lingerUntil = nil
        }
        return ready.filter { holders[$0] != nil }
    }

    /// Notes an outcome; true when it was the last, and the caller of `send` has been answered.
    func finish(_ id: UUID, _ outcome: SMTPOutcome) -> Bool {
        guard outcomes.updateValue(outcome, forKey: id) == nil else { return false }
        holders[id] = nil
        left -= 1
        guard left == 0 else { return false }
        done.resume(returning: outcomes)
        return true
    }
}
