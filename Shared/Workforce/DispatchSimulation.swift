import FoundationEssentials
public import Routing
import Tickets

/// A period of dispatch, event by event: routing's own policy decides, shifts and capacity are those of the roster.
///
/// Tickets arrive, wait in line until the policy gives them to somebody, and take capacity until they are solved. Each
/// agent works on as many at once as the seat has hands, the most urgent and oldest due first, and only on shift; what
/// is begun goes on in the next shift. Equal scenarios, seats and policies give equal courses.
public struct DispatchSimulation: Sendable {
    private let scenario: Scenario
    private let seats: [Seat]
    private let policy: RoutingPolicy

    /// A simulation; the seats' working hours reach ``Scenario/rest`` beyond the period.
    public init(_ scenario: Scenario, seats: [Seat], policy: RoutingPolicy) {
        self.scenario = scenario
        self.seats = seats.sorted { $0.key < $1.key }
        self.policy = policy
    }

    /// Runs it.
    public func run() -> Course {
        var floor = DispatchFloor(scenario, seats: seats, policy: policy)
        floor.run()
        return floor.course
    }
}

/// Which kinds of tickets there are, and who could take them, by the policy itself.
struct Skills: Sendable {
    let kinds: [Kind]
    /// Kind of each arrival.
    let kindOf: [Int]
    /// Seats that could take a kind, were they on shift and free.
    let able: [[Int]]
    /// Kinds that a seat could take.
    let kindsOf: [[Int]]
    /// Team that must take a kind; nil for any.
    let teams: [String?]
    /// Capacity that a kind takes.
    let weights: [Int]

    init(_ scenario: Scenario, _ seats: [Seat], _ policy: RoutingPolicy) {
        var numbers: [Kind: Int] = [:]
        var kinds: [Kind] = []
        kindOf = scenario.arrivals.map { arrival in
            let kind = Kind(arrival)
            if let number = numbers[kind] { return number }
            numbers[kind] = kinds.count
            kinds.append(kind)
            return kinds.count - 1
        }
        let hasDuty = seats.contains { $0.agent.team == scenario.dutyTeam }
        let teams = kinds.map { $0.category == nil && hasDuty ? scenario.dutyTeam : nil }
        let agents = seats.map { seat in
            var agent = seat.agent
            (agent.shift, agent.load, agent.isAway) = (.working, 0, false)
            return agent
        }
        let seatOf = Dictionary(uniqueKeysWithValues: agents.enumerated().map { ($0.element.id, $0.offset) })
        var asking = policy
        asking.recorded = max(1, seats.count)
        let able = zip(kinds, teams).map { kind, team in
            let need = kind.need(id: UUID(number: 0), dueAt: nil, team: team, by: policy)
            let decision = asking.assign([need], to: agents, now: scenario.period.lowerBound).first
            return decision?.ranked.compactMap { seatOf[$0.agent] }.sorted() ?? []
        }
        self.kinds = kinds
        self.teams = teams
        self.able = able
        weights = kinds.map { policy.weight(of: $0.category, $0.priority) }
        var kindsOf = [[Int]](repeating: [], count: seats.count)
        for (kind, seats) in able.enumerated() {
            for seat in seats { kindsOf[seat].append(kind) }
        }
        self.kindsOf = kindsOf
    }
}

extension UUID {
    /// An id that holds a number, in the order of the numbers.
    init(number: Int) {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        self.init(
            uuid: (
                0, 0, 0, 0, 0, 0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]
            )
        )
    }

    /// The number in an id of ``init(number:)``.
    var number: Int {
        let bytes = uuid
        return [
            bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15,
        ].reduce(0) { $0 << 8 | Int($1) }
    }
}
