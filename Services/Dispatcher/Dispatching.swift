import Contracts
import FoundationEssentials
import Postgres
import Routing
import WorkerKit

/// Everything that a decision about some tickets rests on.
struct Situation: Sendable {
    let tickets: [UUID: TicketFacts]
    let roster: Roster
    let rules: DispatchRules
    fileprivate let shifts: ShiftBook
    /// Whoever goes off shift before counts as gone.
    fileprivate var lasts: Date?

    /// Working hours of an agent; `nil` when the agent is gone or the calendar is unknown.
    func hours(of agent: String) -> AgentHours? { roster.entry(agent).flatMap(shifts.hours) }

    /// Everybody, with those off shift who go before an instant.
    func roster(lasting instant: Date) -> Roster { roster.with(shift: shift(roster.entries, lasting: instant)) }

    /// The same situation for those who are on shift until an instant; without one for all.
    func lasting(_ instant: Date?) -> Situation {
        guard let instant else { return self }
        return Situation(
            tickets: tickets,
            roster: roster(lasting: instant),
            rules: rules,
            shifts: shifts,
            lasts: instant
        )
    }

    fileprivate func roster(of entries: [RosterEntry]) -> Roster {
        Roster(entries, shift: shift(entries, lasting: lasts))
    }

    private func shift(_ entries: [RosterEntry], lasting instant: Date?) -> (RosterEntry) -> Shift {
        guard let instant else { return shifts.shifts(of: entries, at: rules.now) }
        return shifts.shifts(of: entries, at: rules.now, lasting: instant)
    }
}

/// Finds agents for tickets and writes down what came of it.
struct Dispatching: Sendable {
    /// Times that tickets are scored again when somebody else's change refused their agent.
    private static let rounds = 3

    let setup: RoutingSetup
    let tally: DispatchTally

    /// Takes the floor and loads the facts, in one flight.
    ///
    /// With `joining` also those of waiting tickets that are due: whoever is new must not overtake them.
    func situation(of tickets: [UUID], joining most: Int = 0, in turn: Turn) async throws -> Situation {
        let transaction = turn.transaction
        transaction.enqueueFloor()
        let (rules, shifts) = try await setup.current(in: turn)
        let (facts, entries) = try await together(
            { try await transaction.ticketFacts(of: tickets, joining: most, at: turn.now) },
            { [abilities = setup.abilities] in try await transaction.rosterEntries(abilities: abilities) }
        )
        // A conditional update of a load finds the row that stands there by then.
        if entries.contains(where: \.isNew) { transaction.enqueueMissingLoads() }
        let roster = Roster(entries, shift: shifts.shifts(of: entries, at: rules.now))
        return Situation(tickets: facts, roster: roster, rules: rules, shifts: shifts)
    }

    /// Gives each open ticket an agent or lets it wait; tickets that are over or have an agent are left alone.
    ///
    /// `causes` are the messages that led to a ticket's dispatch, whose traces go on.
    func assign(
        _ wishes: [Wish],
        given situation: Situation,
        because causes: [UUID: Envelope] = [:],
        in turn: Turn
    ) async throws {
        let joining = situation.tickets.values.filter(\.joins).map { Wish(ticket: $0.id) }
        var open = unique(wishes + joining).filter { situation.tickets[$0.ticket]?.isOpen ?? false }
        var roster = situation.roster
        var made: [MadeAssignment] = []
        var held: [Held] = []
        for round in 1...Self.rounds where !open.isEmpty {
            let plan = DispatchPlan(open, tickets: situation.tickets, roster: roster, rules: situation.rules)
            held += plan.held
            let wanted = plan.placed.map { assignment($0, situation, turn) }
            let refused = try await take(wanted, in: turn, adding: &made)
            open = refused.map(\.wish)
            guard !open.isEmpty else { break }
            if round == Self.rounds { held += refused.map { Held(refused: $0, at: situation.rules.now) } }
            let entries = try await turn.transaction.rosterEntries(abilities: setup.abilities)
            roster = situation.roster(of: entries)
        }
        try write(made, held, because: causes, in: turn)
    }

    private func assignment(_ placement: Placement, _ situation: Situation, _ turn: Turn) -> MadeAssignment {
        let vigil = Vigil(policy: situation.rules.handOver)
        let hours = situation.hours(of: placement.agent)
        return MadeAssignment(
            id: turn.newID(),
            placement: placement,
            lookAt: vigil.firstLook(placement.facts.priority, hours, from: turn.now),
            lookStamp: situation.rules.stamp
        )
    }

    /// Takes capacity and inserts what it was granted for; returns what was refused.
    private func take(
        _ wanted: [MadeAssignment],
        in turn: Turn,
        adding made: inout [MadeAssignment]
    ) async throws -> [Placement] {
        guard !wanted.isEmpty else { return [] }
        let outcome = try await turn.transaction.place(wanted, carefully: turn.isCareful, at: turn.now)
        let granted = wanted.filter { outcome.granted.contains($0.placement.agent) }
        made += granted.filter { outcome.made.contains($0.placement.facts.id) }
        let lost = granted.filter { !outcome.made.contains($0.placement.facts.id) }
        turn.transaction.enqueueGiveBack(lost.map(\.placement))
        return wanted.filter { !outcome.granted.contains($0.placement.agent) }.map(\.placement)
    }

    private func write(
        _ made: [MadeAssignment],
        _ held: [Held],
        because causes: [UUID: Envelope],
        in turn: Turn
    ) throws {
        turn.transaction.enqueueNoLongerWaiting(made.map(\.placement.facts).filter(\.isWaiting).map(\.id))
        try turn.transaction.enqueueWaiting(held, at: turn.now)
        for assignment in made {
            let placement = assignment.placement
            let ticket = placement.facts.id
            turn.record(try .assigned(assignment, at: turn.now))
            try turn.emit(
                TicketAssignedV1(
                    ticketID: ticket,
                    assignmentID: assignment.id,
                    agentID: placement.agent,
                    teamID: placement.team
                ),
                lane: placement.facts.lane,
                because: causes[ticket]
            )
        }
        tally.count(assigned: made.count, held: held.count, in: turn)
    }

    private func unique(_ wishes: [Wish]) -> [Wish] {
        var seen: Set<UUID> = []
        return wishes.filter { seen.insert($0.ticket).inserted }
    }
}

/// An assignment with the id of its row.
struct MadeAssignment: Sendable {
    let id: UUID
    let placement: Placement
    /// When to look whether the agent works on it.
    var lookAt: Date?
    /// Setup that this was counted by.
    var lookStamp: String?
}

extension Held {
    /// Its agent was refused again and again while loads changed: soon once more.
    fileprivate init(refused placement: Placement, at now: Date) {
        self.init(
            wish: placement.wish,
            facts: placement.facts,
            retryAt: now.addingTimeInterval(1),
            explanation: placement.explanation
        )
    }
}
