import Reactor

/// Lets a reactor turn a link without making that part of the link's public face.
final class LinkPump: Pump {
    private let ask: @Sendable () -> Interest
    private let work: @Sendable () -> Void

    init(interest: @escaping @Sendable () -> Interest, turn: @escaping @Sendable () -> Void) {
        ask = interest
        work = turn
    }

    func interest() -> Interest { ask() }

    func turn() { work() }
}
