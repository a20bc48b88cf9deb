public import FoundationEssentials
public import Routing

/// Somebody who takes tickets, with the working hours of a period.
public struct Seat: Sendable {
    /// Key of the agent.
    public let key: String
    /// What routing knows; shift and load are those of the instant, and set by the simulation.
    public let agent: Agent
    /// Tickets that are worked on at the same time: 1 for a person, more for a desk that several staff.
    public let atOnce: Int
    private let opens: [Int]
    private let closes: [Int]
    /// Working time before each opening.
    private let before: [Int]
    private let leave: [Range<Int>]

    /// A seat with its open stretches, which come in order and do not overlap, and its planned leave, which is not open.
    public init(key: String, agent: Agent, atOnce: Int = 1, open: [Range<Date>], leave: [Range<Date>] = []) {
        self.key = key
        self.agent = agent
        self.atOnce = max(1, atOnce)
        opens = open.map { $0.lowerBound.milliseconds }
        closes = open.map { $0.upperBound.milliseconds }
        self.leave = leave.map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
        var sum = 0
        before = zip(opens, closes).map { from, to in
            defer { sum += to - from }
            return sum
        }
    }

    /// Id of the agent at a place in the order of the keys: routing breaks ties by ids, as the dispatcher's do.
    public static func id(at place: Int) -> UUID { UUID(number: place) }

    /// Instants at which planned leave ends.
    var returns: [Int] { leave.map(\.upperBound) }

    /// Instants at which a shift begins.
    var openings: [Int] { opens }

    /// Whether the seat is on shift.
    func isOpen(_ instant: Int) -> Bool {
        stretch(instant).map { instant < closes[$0] } ?? false
    }

    /// Where the seat stands in the working day.
    func shift(_ instant: Int) -> Shift {
        if isOpen(instant) { return .working }
        let next = opening(after: instant).map { Date(milliseconds: $0) }
        if leave.contains(where: { $0.contains(instant) }) { return .leave(until: next) }
        return next.map(Shift.opens) ?? .off
    }

    /// The first opening after an instant.
    func opening(after instant: Int) -> Int? {
        let next = (stretch(instant) ?? -1) + 1
        return next < opens.count ? opens[next] : nil
    }

    /// Time on shift between two instants.
    func worked(_ from: Int, _ to: Int) -> Int { to > from ? total(to) - total(from) : 0 }

    /// When so much time on shift has passed; nil when the stretches end before.
    func end(of work: Int, from: Int) -> Int? {
        let wanted = total(from) + work
        // The last stretch that begins with less than the wanted time behind it.
        var (low, high) = (0, before.count)
        while low < high {
            let middle = (low + high) / 2
            if before[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return before.isEmpty ? nil : max(from, opens[0]) }
        let end = opens[low - 1] + wanted - before[low - 1]
        return end <= closes[low - 1] ? max(end, from) : nil
    }

    /// When the policy lets the seat have tickets, full or not.
    func reach(_ policy: RoutingPolicy) -> [Range<Int>] {
        guard policy.offShift != .always else {
            let ends = leave.flatMap { [$0.lowerBound, $0.upperBound] }.sorted()
            let bounds = [Int.min / 2] + ends + [Int.max / 2]
            return stride(from: 0, to: bounds.count - 1, by: 2).map { bounds[$0]..<max(bounds[$0], bounds[$0 + 1]) }
        }
        let ahead = policy.minutesAhead * 60_000
        return zip(opens, closes).map { ($0 - ahead)..<$1 }
    }

    /// Whether the policy lets the seat have tickets at an instant.
    func isReachable(_ instant: Int, _ policy: RoutingPolicy) -> Bool {
        switch shift(instant) {
        case .working: return true
        case .leave: return false
        case .off: return policy.offShift == .always
        case .opens(let opening):
            let ahead = policy.minutesAhead * 60_000
            return policy.offShift == .always || ahead > 0 && opening.milliseconds - instant <= ahead
        }
    }

    /// Working time before an instant.
    private func total(_ instant: Int) -> Int {
        guard let index = stretch(instant) else { return 0 }
        return before[index] + min(instant, closes[index]) - opens[index]
    }

    /// The last stretch that begins at or before an instant.
    private func stretch(_ instant: Int) -> Int? {
        var (low, high) = (0, opens.count)
        while low < high {
            let middle = (low + high) / 2
            if opens[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}

extension Date {
    /// Whole milliseconds since 1970.
    var milliseconds: Int { Int((timeIntervalSince1970 * 1_000).rounded()) }

    init(milliseconds: Int) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
