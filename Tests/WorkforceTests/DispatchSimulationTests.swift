import FoundationEssentials
import Routing
import Testing
import Tickets

@testable import Workforce

@Suite("The simulation of dispatch")
struct DispatchSimulationTests {
    @Test("a ticket of the night waits for the shift, and is solved by working time")
    func night() throws {
        let course = Stage.run([Stage.ticket(3, work: 60)], [Stage.seat("a", place: 0)])

        let ticket = try #require(course.tickets.first)
        #expect(ticket.untilAssigned == 360 && ticket.untilBegun == 360 && ticket.untilDone == 420)
        #expect(course.offShift == 0 && course.openingSoon == 0)
        #expect(course.gaps.uncovered.map(\.from) == [Stage.at(3)])
    }

    @Test("what is begun goes on in the next shift")
    func overnight() throws {
        let course = Stage.run([Stage.ticket(16.5, work: 90)], [Stage.seat("a", place: 0)])

        let ticket = try #require(course.tickets.first)
        #expect(ticket.untilBegun == 0)
        // Half an hour today, an hour tomorrow from nine on.
        #expect(ticket.untilDone == 17.5 * 60)
        #expect(course.seats.first?.worked == 1.5)
    }

    @Test("tickets are given before a shift only as far as the policy allows")
    func early() throws {
        var policy = Stage.policy
        policy.opensSoonMinutes = 30
        let course = Stage.run([Stage.ticket(3, work: 60)], [Stage.seat("a", place: 0)], policy: policy)

        let ticket = try #require(course.tickets.first)
        #expect(ticket.untilAssigned == 330 && ticket.untilBegun == 360)
        #expect(course.openingSoon == 1 && course.offShift == 0)
    }

    @Test("the urgent and the oldest due come first, one after the other")
    func order() {
        let tickets = [
            Stage.ticket(9, work: 60), Stage.ticket(9.1, work: 60), Stage.ticket(9.2, priority: .p1, work: 60),
        ]
        let course = Stage.run(tickets, [Stage.seat("a", place: 0)])

        #expect(course.tickets.map { $0.untilDone?.rounded() } == [60, 174, 108])
        let two = Stage.run(tickets, [Stage.seat("a", place: 0, atOnce: 2)])
        #expect(two.tickets.map { $0.untilDone?.rounded() } == [60, 60, 108])
    }

    @Test("of what arrives together the urgent takes the last room")
    func urgent() {
        let tickets = [Stage.ticket(9, work: 60), Stage.ticket(9, priority: .p1, work: 60)]

        let course = Stage.run(tickets, [Stage.seat("a", place: 0, capacity: 1)])

        #expect(course.tickets.map { $0.untilAssigned?.rounded() } == [60, 0])
    }

    @Test("capacity lets the rest wait in line, and is taken while the customer is awaited")
    func capacity() throws {
        let tickets = (0..<3).map { Stage.ticket(9 + Double($0) / 60, work: 60) }
        let narrow = Stage.run(tickets, [Stage.seat("a", place: 0, capacity: 2)])
        #expect(narrow.tickets.map { $0.untilAssigned?.rounded() } == [0, 0, 58])
        #expect(narrow.seats.first?.peakLoad == 1 && narrow.overbooked == 0)

        let pauses = Effort(
            handling: [:],
            otherwise: Spread(median: 60, p90: 60),
            awaitingShare: 1,
            awaiting: Spread(median: 120, p90: 120)
        )
        let scenario = Stage.scenario(tickets, effort: pauses)
        let course = DispatchSimulation(scenario, seats: [Stage.seat("a", place: 0, capacity: 2)], policy: Stage.policy)
            .run()
        // Half an hour each, two hours of waiting, the other half: only then is there room for the third, which begins when the hands are free.
        #expect(course.tickets.map { $0.untilDone?.rounded() } == [180, 209, 388])
        #expect(course.seats.first?.worked == 3)
    }

    @Test("heavier tickets take more capacity, and none is ever exceeded")
    func weights() {
        var policy = Stage.policy
        policy.weightOf = TicketWeights(priorities: ["p1": 3])
        for seed in 1...5 as ClosedRange<UInt64> {
            let scenario = Stage.twoLanguages(seed: seed, perHour: 9)
            let seats = Stage.roundTheClock
            let course = DispatchSimulation(scenario, seats: seats, policy: policy).run()

            #expect(course.overbooked == 0 && course.offShift == 0)
            #expect(course.seats.allSatisfy { $0.peakLoad <= 1 })
            #expect(course.seats.contains { $0.peakLoad == 1 })
        }
    }

    @Test("hard rules hold: skill, language, leave, and nobody for what nobody can")
    func rules() {
        let leave = Seat(
            key: "b",
            agent: Stage.seat("b", place: 1).agent,
            open: [Stage.at(33)..<Stage.at(41)],
            leave: [Stage.at(0)..<Stage.at(24)]
        )
        let tickets = [
            Stage.ticket(10), Stage.ticket(10, language: "vi"), Stage.ticket(10, category: .billing),
        ]
        let course = Stage.run(tickets, [leave])

        #expect(course.tickets.map(\.agent) == ["b", nil, nil])
        #expect(course.tickets[0].untilAssigned == 1_380)
        var always = Stage.policy
        (always.offShift, always.allowsTranslation) = (.always, true)
        let open = Stage.run(tickets, [leave], policy: always)
        #expect(open.tickets.map { $0.untilAssigned?.rounded() } == [840, 840, nil])
        #expect(open.tickets[1].isTranslated && open.gaps.translated.map(\.ticket) == [1])
    }

    @Test("the same seed gives the same course, whatever the order of the roster")
    func deterministic() {
        let scenario = Stage.twoLanguages(seed: 4)
        let seats = Stage.roundTheClock
        func outcome(_ seats: [Seat]) -> [String] {
            DispatchSimulation(scenario, seats: seats, policy: Stage.policy).run().tickets.map {
                "\($0.agent ?? "-") \($0.untilBegun ?? -1) \($0.untilDone ?? -1)"
            }
        }

        #expect(outcome(seats) == outcome(seats.reversed()))
        #expect(Stage.twoLanguages(seed: 4).arrivals == scenario.arrivals)
        #expect(Stage.twoLanguages(seed: 5).arrivals != scenario.arrivals)
    }

    @Test("one line before equal servers behaves as Erlang C says", arguments: [1, 2, 3] as [UInt64])
    func erlang(seed: UInt64) {
        var chance = Chance(seed)
        var (at, tickets): (Double, [Arrival]) = (0, [])
        while tickets.count < 8_000 {
            at += chance.gap() / 24
            tickets.append(Stage.ticket(at, work: chance.gap() * 12.5))
        }
        let days = at / 24
        let seats = (0..<6).map { number in
            Stage.seat("s\(number)", place: number, hours: 0..<24, days: 0..<(Int(days) + 15), capacity: 1)
        }
        let scenario = Stage.scenario(tickets, days: days, target: 10)
        let course = DispatchSimulation(scenario, seats: seats, policy: Stage.policy).run()
        let erlang = ErlangC(load: 5, servers: 6)
        let waits = course.tickets.compactMap(\.untilBegun)

        #expect(abs(Double(waits.count { $0 > 1e-3 }) / 8_000 - erlang.waiting) < 0.07)
        #expect(abs(course.within - erlang.within(10, handling: 12.5)) < 0.07)
        let utilisation = course.seats.reduce(0) { $0 + $1.utilisation } / 6
        #expect(abs(utilisation - 5.0 / 6) < 0.05)
    }
}
