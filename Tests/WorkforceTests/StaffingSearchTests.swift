import FoundationEssentials
import Routing
import Testing
import Tickets

@testable import Workforce

/// The real proof of an advice: the people it names, added and simulated again.
@Suite("Who is missing")
struct StaffingSearchTests {
    @Test("nobody is missing where everybody is served in time")
    func enough() {
        let scenario = Stage.twoLanguages(seed: 2)
        let course = run(scenario, Stage.roundTheClock)
        let advice = search(scenario, Stage.roundTheClock).advice(on: course)

        #expect(course.isEnough && advice.shifts.isEmpty && advice.runs == 0)
    }

    @Test("an agent taken away opens a gap that the advised agents close", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func closed(seed: UInt64) throws {
        let scenario = Stage.twoLanguages(seed: seed)
        let fewer = Stage.roundTheClock.filter { $0.key != "vi.2" }
        let course = run(scenario, fewer)

        #expect(!course.isEnough && !course.gaps.uncovered.isEmpty)
        #expect(Set(Gaps.table(course.gaps.uncovered, scenario.arrivals).keys) == ["vi"])
        #expect(course.gaps.uncovered.allSatisfy { (15...23).contains($0.from.utcHour) })

        let advice = search(scenario, fewer).advice(on: course)
        #expect(advice.shifts.allSatisfy { $0.language == "vi" && $0.want == .nobody })
        #expect(advice.shifts.contains { (14...17).contains($0.startHour) })
        let again = run(scenario, fewer + seats(advice.shifts, scenario))
        #expect(again.gaps.uncovered.isEmpty && again.isEnough)

        // Without any one of them it is not enough.
        for index in advice.shifts.indices {
            var less = advice.shifts
            less[index].count -= 1
            #expect(!run(scenario, fewer + seats(less, scenario)).isEnough)
        }
    }

    @Test("other customers of the same kind are served by the advised, too", arguments: [11, 12, 13] as [UInt64])
    func robust(seed: UInt64) {
        let planned = Stage.twoLanguages(seed: 1)
        let fewer = Stage.roundTheClock.filter { $0.key != "vi.2" }
        let advice = search(planned, fewer).advice(on: run(planned, fewer))
        let other = Stage.twoLanguages(seed: seed)

        let before = run(other, fewer).gaps.uncovered.count
        let after = run(other, fewer + seats(advice.shifts, other)).gaps.uncovered.count
        #expect(before > 10 && after * 10 <= before, "\(before) before, \(after) after")
    }

    @Test("an even day by itself is answered by Erlang C, and the simulation agrees")
    func formula() throws {
        let scenario = Stage.twoLanguages(seed: 3, perHour: 6, days: 14)
        let fewer = Stage.roundTheClock.filter { !$0.key.hasPrefix("de") }
        let course = run(scenario, fewer)
        let advice = search(scenario, fewer).advice(on: course)

        #expect(advice.course.isEnough)
        let methods = advice.shifts.map(\.method)
        #expect(methods.contains(.erlangC), "\(advice.shifts)")
    }

    @Test("too few at work are found by trying, and more of them help")
    func tooFew() throws {
        let scenario = Stage.twoLanguages(seed: 3, perHour: 10)
        let course = run(scenario, Stage.roundTheClock)
        #expect(course.gaps.uncovered.isEmpty && course.shortLanguages.contains("de"))
        let advice = search(scenario, Stage.roundTheClock).advice(on: course)

        #expect(advice.course.isEnough && advice.shifts.contains { $0.want == .tooFew })
        for shift in advice.shifts where shift.want == .tooFew {
            #expect(shift.method != .erlangC)
        }
    }

    @Test("a shift is advised for the days and hours in which it is needed")
    func choice() throws {
        // Two tickets on Tuesday and one on Thursday evening.
        let late = [(26.0 + 18, 0), (26.5 + 18, 1), (92, 2)].map { hour, ticket in
            Gaps.Late(ticket: ticket, from: Stage.at(hour), until: Stage.at(hour + 1))
        }
        let choice = try #require(ShiftChoice(late, hours: 8))

        #expect(choice.weekdays == [1, 3] && choice.reached.count == 3)
        #expect(choice.startHour == 13 && choice.during == 3)
        #expect(ShiftChoice([], hours: 8) == nil)
    }

    private func run(_ scenario: Scenario, _ seats: [Seat]) -> Course {
        DispatchSimulation(scenario, seats: seats, policy: Stage.policy).run()
    }

    private func search(_ scenario: Scenario, _ seats: [Seat]) -> StaffingSearch {
        StaffingSearch(scenario, seats: seats, policy: Stage.policy)
    }

    private func seats(_ shifts: [AdvisedShift], _ scenario: Scenario) -> [Seat] {
        shifts.enumerated().flatMap { $1.seats(scenario, number: $0) }
    }
}
