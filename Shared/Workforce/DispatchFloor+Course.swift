import FoundationEssentials
import Routing

extension DispatchFloor {
    /// What the run brought.
    var course: Course {
        Course(
            scenario: scenario,
            tickets: outcomes,
            seats: zip(seats, desks).map(outcome),
            offShift: offShift,
            openingSoon: openingSoon,
            overbooked: overbooked,
            gaps: gaps
        )
    }

    private var outcomes: [Outcome] {
        zip(scenario.arrivals, tickets).map { arrival, ticket in
            func minutes(_ instant: Int) -> Double? {
                instant < 0 ? nil : Double(instant - arrival.at.milliseconds) / 60_000
            }
            return Outcome(
                arrival: arrival,
                untilAssigned: minutes(ticket.assigned),
                untilBegun: minutes(ticket.begun),
                untilDone: minutes(ticket.done),
                agent: ticket.seat < 0 ? nil : seats[ticket.seat].key,
                isTranslated: ticket.isTranslated
            )
        }
    }

    private func outcome(_ seat: Seat, _ desk: AgentDesk) -> SeatOutcome {
        let shift = seat.worked(period.lowerBound, period.upperBound)
        let capacity = Double(seat.agent.capacity)
        let isCounted = shift > 0 && capacity > 0
        return SeatOutcome(
            key: seat.key,
            team: seat.agent.team,
            onShift: Double(shift) / 3_600_000,
            worked: Double(desk.worked) / 3_600_000,
            atOnce: seat.atOnce,
            tickets: desk.tickets,
            relativeLoad: isCounted ? Double(desk.loadTime) / Double(shift) / capacity : nil,
            peakLoad: capacity > 0 ? Double(desk.peak) / capacity : 0
        )
    }

    /// Shorter times without anybody are not worth a person.
    private static var shortest: Int { 60_000 }

    private var gaps: Gaps {
        let covers = skills.able.map { able in Cover(able.flatMap { seats[$0].reach(policy) }) }
        var (uncovered, short, translated): ([Gaps.Late], [Gaps.Late], [Gaps.Late]) = ([], [], [])
        let target = Int(scenario.target * 60_000)
        for (number, ticket) in tickets.enumerated() {
            let arrived = scenario.arrivals[number].at.milliseconds
            func late(_ from: Int) -> Gaps.Late {
                Gaps.Late(
                    ticket: number,
                    from: Date(milliseconds: from),
                    until: Date(milliseconds: max(arrived + target, from))
                )
            }
            if ticket.isTranslated { translated.append(late(ticket.assigned)) }
            guard ticket.begun < 0 || ticket.begun - arrived > target else { continue }
            let waited = arrived..<max(arrived, ticket.assigned < 0 ? arrived + target : ticket.assigned)
            let within = waited.clamped(to: arrived..<(arrived + max(target, 1)))
            if let gap = covers[skills.kindOf[number]].gap(in: within, atLeast: Self.shortest) {
                uncovered.append(late(gap))
            } else {
                short.append(late(arrived))
            }
        }
        return Gaps(uncovered: uncovered, short: short, translated: translated)
    }
}
