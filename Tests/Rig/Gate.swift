import Synchronization

/// Holds whoever passes until it is opened, and says when somebody stands there.
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasVisitor = false
        var visitors: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// A closed gate.
    public init() {}

    /// Whether somebody has come to it.
    public var hasVisitor: Bool { state.withLock { $0.hasVisitor } }

    /// Returns once the gate is open.
    public func pass() async {
        await withCheckedContinuation { continuation in
            let mayPass = state.withLock { state in
                state.hasVisitor = true
                if !state.isOpen { state.visitors.append(continuation) }
                return state.isOpen
            }
            if mayPass { continuation.resume() }
        }
    }

    /// Lets everybody through from now on.
    public func open() {
        let visitors = state.withLock { state in
            let visitors = state.visitors
            state.isOpen = true
            state.visitors = []
            return visitors
        }
        for visitor in visitors { visitor.resume() }
    }
}
