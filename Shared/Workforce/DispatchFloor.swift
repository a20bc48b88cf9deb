import FoundationEssentials
import Routing
import Tickets

/// Everything that moves while a period is simulated.
struct DispatchFloor {
    /// What happens at an instant.
    private enum Event {
        case arrives(ticket: Int)
        /// A shift begins or is near enough for the policy, or a leave ends.
        case opens(seat: Int)
        case handsFree(ticket: Int)
        case comesBack(ticket: Int)
    }

    /// Where a ticket stands.
    struct Ticket {
        var seat = -1
        var assigned = -1
        var begun = -1
        var done = -1
        var isBack = false
        var isTranslated = false
    }

    let scenario: Scenario
    let seats: [Seat]
    let skills: Skills
    let jobs: [Job]
    let period: Range<Int>
    let policy: RoutingPolicy
    private let horizon: Int
    private var events = EventQueue<Event>()
    private var lines: [WaitingLine]
    private(set) var desks: [AgentDesk]
    private(set) var tickets: [Ticket]
    private(set) var offShift = 0
    private(set) var openingSoon = 0
    private(set) var overbooked = 0

    init(_ scenario: Scenario, seats: [Seat], policy: RoutingPolicy) {
        self.scenario = scenario
        self.seats = seats
        var brief = policy
        // Nobody reads who else could have had a ticket.
        brief.recorded = 1
        self.policy = brief
        skills = Skills(scenario, seats, policy)
        jobs = scenario.arrivals.enumerated().map { scenario.effort.job(of: $1, number: $0, seed: scenario.seed) }
        let period = scenario.period.lowerBound.milliseconds..<scenario.period.upperBound.milliseconds
        self.period = period
        horizon = scenario.period.upperBound.addingTimeInterval(Scenario.rest).milliseconds
        lines = skills.kinds.map { _ in WaitingLine() }
        desks = seats.map { AgentDesk($0, period: period) }
        tickets = scenario.arrivals.map { _ in Ticket() }
    }

    /// Milliseconds before an opening at which its tickets may be assigned.
    private var ahead: Int { policy.minutesAhead * 60_000 }

    mutating func run() {
        for (ticket, arrival) in scenario.arrivals.enumerated() {
            events.add(.arrives(ticket: ticket), at: arrival.at.milliseconds)
        }
        for (index, seat) in seats.enumerated() {
            if policy.offShift == .always {
                for instant in seat.returns { events.add(.opens(seat: index), at: instant) }
            }
            for opening in seat.openings {
                events.add(.opens(seat: index), at: opening)
                if ahead > 0 { events.add(.opens(seat: index), at: opening - ahead) }
            }
        }
        while let now = events.nextInstant, now <= horizon { step(now) }
        for index in desks.indices { desks[index].settle(at: period.upperBound) }
    }

    /// Everything of one instant, then what routing makes of it.
    private mutating func step(_ now: Int) {
        var fresh: Set<Int> = []
        var changed: Set<Int> = []
        while events.nextInstant == now, let event = events.removeFirst() {
            switch event {
            case .arrives(let ticket):
                lines[skills.kindOf[ticket]].add(ticket)
                fresh.insert(skills.kindOf[ticket])
            case .opens(let seat): changed.insert(seat)
            case .handsFree(let ticket): changed.insert(put(ticket, away: now))
            case .comesBack(let ticket):
                desks[tickets[ticket].seat].add(ready(ticket))
                changed.insert(tickets[ticket].seat)
            }
        }
        for seat in changed { fresh.formUnion(skills.kindsOf[seat].filter { lines[$0].count > 0 }) }
        let kinds = fresh.filter { lines[$0].count > 0 }.sorted()
        for isUrgent in [true, false] {
            changed.formUnion(route(kinds.filter { (skills.kinds[$0].priority == .p1) == isUrgent }, now))
        }
        for seat in changed.sorted() { work(seat, now) }
    }

    /// Asks the policy for as many of the oldest as could find room; gives the seats that got one.
    private mutating func route(_ kinds: [Int], _ now: Int) -> Set<Int> {
        var needs: [TicketNeed] = []
        var asked: [(kind: Int, count: Int)] = []
        var free: Set<Int> = []
        for kind in kinds {
            let near = skills.able[kind].filter {
                seats[$0].isReachable(now, policy) && desks[$0].room >= skills.weights[kind]
            }
            let room = near.reduce(0) { $0 + desks[$1].room / skills.weights[kind] }
            let first = lines[kind].first(room)
            guard !first.isEmpty else { continue }
            free.formUnion(near)
            asked.append((kind, first.count))
            needs += first.map(need)
        }
        guard !needs.isEmpty else { return [] }
        let agents = free.sorted().map { agent($0, now) }
        let seatOf = Dictionary(uniqueKeysWithValues: zip(agents.map(\.id), free.sorted()))
        var placed: Set<Int> = []
        var taken: Set<Int> = []
        for decision in policy.assign(needs, to: agents, now: Date(milliseconds: now)) {
            guard let seat = decision.winner.flatMap({ seatOf[$0] }) else { continue }
            let ticket = decision.ticket.number
            place(ticket, seat, now)
            placed.insert(ticket)
            taken.insert(seat)
        }
        for (kind, count) in asked { lines[kind].remove(placed, ofFirst: count) }
        return taken
    }

    private mutating func place(_ ticket: Int, _ seat: Int, _ now: Int) {
        let kind = skills.kindOf[ticket]
        tickets[ticket].seat = seat
        tickets[ticket].assigned = now
        if let language = skills.kinds[kind].language {
            tickets[ticket].isTranslated = seats[seat].agent.languages[language] == nil
        }
        desks[seat].take(skills.weights[kind], at: now)
        desks[seat].add(ready(ticket))
        if desks[seat].load > seats[seat].agent.capacity { overbooked += 1 }
        guard !seats[seat].isOpen(now) else { return }
        if seats[seat].isReachable(now, policy) { openingSoon += 1 } else { offShift += 1 }
    }

    /// Begins as much as the hands allow.
    private mutating func work(_ seat: Int, _ now: Int) {
        while let ticket = desks[seat].next(now) {
            if tickets[ticket].begun < 0 { tickets[ticket].begun = now }
            let work = tickets[ticket].isBack ? jobs[ticket].rest : jobs[ticket].first
            if let end = desks[seat].occupy(work, from: now) { events.add(.handsFree(ticket: ticket), at: end) }
        }
    }

    /// The hands are free: the ticket is solved, or waits for somebody else half way through.
    private mutating func put(_ ticket: Int, away now: Int) -> Int {
        let seat = tickets[ticket].seat
        desks[seat].release()
        if jobs[ticket].rest > 0, !tickets[ticket].isBack {
            tickets[ticket].isBack = true
            events.add(.comesBack(ticket: ticket), at: now + max(1, jobs[ticket].awaits))
        } else {
            tickets[ticket].done = now
            desks[seat].take(-skills.weights[skills.kindOf[ticket]], at: now)
        }
        return seat
    }

    private func agent(_ seat: Int, _ now: Int) -> Agent {
        var agent = seats[seat].agent
        (agent.shift, agent.load) = (seats[seat].shift(now), desks[seat].load)
        return agent
    }

    private func need(_ ticket: Int) -> TicketNeed {
        let kind = skills.kindOf[ticket]
        return skills.kinds[kind].need(
            id: UUID(number: ticket),
            dueAt: Date(milliseconds: due(ticket)),
            team: skills.teams[kind],
            by: policy
        )
    }

    private func ready(_ ticket: Int) -> AgentDesk.Ready {
        let isUrgent = skills.kinds[skills.kindOf[ticket]].priority == .p1
        return AgentDesk.Ready(rank: isUrgent ? 0 : 1, due: due(ticket), ticket: ticket)
    }

    private func due(_ ticket: Int) -> Int {
        scenario.arrivals[ticket].at.milliseconds + scenario.due(skills.kinds[skills.kindOf[ticket]].priority)
    }
}
