import FoundationEssentials
public import Routing
import Tickets

/// Finds who is missing: adds people where most tickets wait too long, simulates again, and takes away who is not needed.
///
/// The number for a shift that nobody staffs comes from Erlang C where its assumptions hold. Where they do not, and where
/// people of several skills share the work, numbers are tried. Either way the answer is simulated, with everybody.
public struct StaffingSearch: Sendable {
    let scenario: Scenario
    let seats: [Seat]
    let policy: RoutingPolicy
    private let mostRuns: Int
    /// Tickets without a category must go to the duty team.
    private let hasDuty: Bool
    private let capacity: Int

    /// A search of at most so many simulations.
    public init(_ scenario: Scenario, seats: [Seat], policy: RoutingPolicy, mostRuns: Int = 60) {
        self.scenario = scenario
        self.seats = seats
        self.policy = policy
        self.mostRuns = mostRuns
        hasDuty = seats.contains { $0.agent.team == scenario.dutyTeam }
        let capacities = seats.map(\.agent.capacity).filter { $0 > 0 }.sorted()
        capacity = capacities.isEmpty ? 10 : capacities[capacities.count / 2]
    }

    /// Who is missing in a course; nobody when it is enough already.
    public func advice(on first: Course) -> Advice {
        var (shifts, course, runs): ([AdvisedShift], Course, Int) = ([], first, 0)
        var useless: [Group: Set<Int>] = [:]
        while !course.isEnough, runs < mostRuns, let group = worst(course, but: useless) {
            guard let shift = shift(for: group, in: course, but: useless[group] ?? []) else {
                useless[group] = Set(0..<24)
                continue
            }
            let added = Self.adding(shift, to: shifts)
            let next = simulate(added)
            runs += 1
            if late(next, group).count < late(course, group).count, next.lateCount <= course.lateCount {
                (shifts, course) = (added, next)
            } else {
                useless[group, default: []].insert(shift.startHour)
            }
        }
        trim(&shifts, &course, &runs)
        return Advice(shifts: shifts, course: course, runs: runs)
    }

    /// Tickets that the same person could take.
    private struct Group: Hashable {
        let language: String
        /// The team that must take them; nil for any.
        let team: String?
        let want: AdvisedShift.Want
    }

    /// The group with the most late tickets: those that found nobody first.
    private func worst(_ course: Course, but useless: [Group: Set<Int>]) -> Group? {
        let short = Set(course.shortLanguages)
        var counts: [Group: Int] = [:]
        for late in course.gaps.uncovered { counts[group(late, .nobody), default: 0] += 1 }
        for late in course.gaps.short {
            let group = group(late, .tooFew)
            if short.contains(group.language) { counts[group, default: 0] += 1 }
        }
        return counts.filter { useless[$0.key]?.count ?? 0 < 24 }.max { left, right in
            if (left.key.want == .nobody) != (right.key.want == .nobody) { return right.key.want == .nobody }
            if left.value != right.value { return left.value < right.value }
            return (left.key.language, left.key.team ?? "") > (right.key.language, right.key.team ?? "")
        }?.key
    }

    private func late(_ course: Course, _ group: Group) -> [Gaps.Late] {
        let all = group.want == .nobody ? course.gaps.uncovered : course.gaps.short
        return all.filter { self.group($0, group.want) == group }
    }

    private func group(_ late: Gaps.Late, _ want: AdvisedShift.Want) -> Group {
        let arrival = scenario.arrivals[late.ticket]
        let team = arrival.category == nil && hasDuty ? scenario.dutyTeam : nil
        return Group(language: arrival.language ?? "", team: team, want: want)
    }

    private func shift(for group: Group, in course: Course, but useless: Set<Int>) -> AdvisedShift? {
        let late = late(course, group)
        guard let choice = ShiftChoice(late, hours: scenario.shiftHours, but: useless) else { return nil }
        let categories = Set(late.compactMap { scenario.arrivals[$0.ticket].category })
            .sorted { $0.rawValue < $1.rawValue }
        let number = StaffNumber(choice, scenario, want: group.want)
        return AdvisedShift(
            language: group.language.isEmpty ? nil : group.language,
            categories: categories,
            level: level(of: categories),
            certifications: certificates(for: categories),
            team: group.team ?? team(for: categories),
            startHour: choice.startHour,
            hours: scenario.shiftHours,
            weekdays: group.want == .nobody ? choice.weekdays : choice.busyWeekdays,
            count: number.count,
            capacity: capacity,
            want: group.want,
            method: number.method
        )
    }

    /// The usual level of those who can do it: somebody much below would get tickets only when all others are full.
    private func level(of categories: [Category]) -> Int {
        let levels = categories.flatMap { category in seats.compactMap { $0.agent.skills[category] } }.sorted()
        let usual = levels.isEmpty ? 1 : levels[levels.count / 2]
        return max(1, usual, policy.minimumSkill)
    }

    private func certificates(for categories: [Category]) -> [String] {
        Set(categories.compactMap { policy.certificate(for: $0) }).sorted()
    }

    /// The team in which most can do most of it; the first by name of equal ones.
    private func team(for categories: [Category]) -> String {
        let counts = Dictionary(grouping: seats, by: \.agent.team).mapValues { seats in
            seats.reduce(0) { sum, seat in sum + categories.count { seat.agent.skills[$0] != nil } }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? scenario.dutyTeam
    }

    /// The shifts with one more; people of the same shift are counted together.
    private static func adding(_ shift: AdvisedShift, to shifts: [AdvisedShift]) -> [AdvisedShift] {
        var all = shifts
        let same = all.firstIndex { one in
            one.language == shift.language && one.team == shift.team && one.startHour == shift.startHour
        }
        guard let same else { return all + [shift] }
        all[same].categories = Set(all[same].categories).union(shift.categories).sorted { $0.rawValue < $1.rawValue }
        all[same].certifications = Set(all[same].certifications).union(shift.certifications).sorted()
        let isMore = Set(shift.weekdays).isSubset(of: all[same].weekdays)
        all[same].weekdays = Set(all[same].weekdays).union(shift.weekdays).sorted()
        if isMore { all[same].count += shift.count }
        all[same].method = .simulation(because: "the first number was not enough")
        return all
    }

    private func simulate(_ shifts: [AdvisedShift]) -> Course {
        let more = shifts.enumerated().flatMap { $1.seats(scenario, number: $0) }
        return DispatchSimulation(scenario, seats: seats + more, policy: policy).run()
    }

    /// Takes away everybody without whom it is still enough.
    private func trim(_ shifts: inout [AdvisedShift], _ course: inout Course, _ runs: inout Int) {
        guard course.isEnough else { return }
        for index in shifts.indices.reversed() {
            // The fewest of them lie between what is known to be too few and what is known to be enough.
            var (low, high) = (-1, shifts[index].count)
            while high - low > 1, runs < mostRuns {
                let middle = (low + high) / 2
                var fewer = shifts
                fewer[index].count = middle
                let tried = simulate(fewer)
                runs += 1
                if tried.isEnough { (high, course) = (middle, tried) } else { low = middle }
            }
            if high < shifts[index].count {
                shifts[index].count = high
                shifts[index].method = .simulation(because: "fewer than the first number are enough")
            }
        }
        shifts.removeAll { $0.count == 0 }
    }
}
