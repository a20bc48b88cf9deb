import Contracts
import FoundationEssentials
import Tickets
import Workforce

/// What a simulation showed, as values with stable keys.
struct SimulationFigures: Sendable {
    let course: Course
    let advice: Advice?
    /// Where organisation, calendars and policy come from.
    let setup: JSONValue

    /// Everything.
    var value: JSONValue {
        let scenario = course.scenario
        return .object([
            "scenario": .object([
                "name": .string(scenario.name), "from": .string(RFC3339.text(scenario.period.lowerBound)),
                "to": .string(RFC3339.text(scenario.period.upperBound)), "seed": .number("\(scenario.seed)"),
                "tickets": .count(course.tickets.count), "target_minutes": .tenths(scenario.target),
                "target_percent": .tenths(scenario.share * 100),
            ]),
            "setup": setup, "waits": .array(waits), "languages": .array(languages), "teams": .array(teams),
            "agents": .array(agents), "fairness": fairness, "off_shift": .count(course.offShift),
            "opening_soon": .count(course.openingSoon), "overbooked": .count(course.overbooked),
            "oldest_wait": oldest, "is_enough": .bool(course.isEnough),
            "gaps": .object([
                "nobody": .array(cells(course.gaps.uncovered)), "too_few": .array(cells(course.gaps.short)),
                "translated": .array(cells(course.gaps.translated)),
            ]),
            "advice": advice.map(Self.value) ?? .null,
        ])
    }

    /// How long customers waited, until somebody had the ticket and until somebody began with it.
    var waits: [JSONValue] {
        [("assigned", \Outcome.untilAssigned), ("begun", \.untilBegun), ("solved", \.untilDone)].map { name, path in
            let known = course.tickets.compactMap { $0[keyPath: path] }
            func quantile(_ share: Double) -> JSONValue {
                Evenness.quantile(share, of: known).map { .tenths($0) } ?? .null
            }
            return .object([
                "until": .string(name), "tickets": .count(known.count), "p50_minutes": quantile(0.5),
                "p90_minutes": quantile(0.9), "max_minutes": quantile(1),
                "never": .count(course.tickets.count - known.count),
                "within_percent": name == "begun" ? .tenths(course.within * 100) : .null,
            ])
        }
    }

    /// How many of each language were begun in time.
    var languages: [JSONValue] {
        course.lateByLanguage.sorted { $0.key < $1.key }.map { language, counts in
            .object([
                "language": .string(Self.name(language)), "tickets": .count(counts.tickets),
                "late": .count(counts.late),
                "within_percent": .tenths(100 - 100 * Double(counts.late) / Double(max(1, counts.tickets))),
            ])
        }
    }

    var agents: [JSONValue] { course.seats.map { Self.work($0.key, of: [$0]) } }

    var teams: [JSONValue] {
        Dictionary(grouping: course.seats, by: \.team).sorted { $0.key < $1.key }.map { Self.work($0, of: $1) }
    }

    private static func work(_ name: String, of seats: [SeatOutcome]) -> JSONValue {
        let possible = seats.reduce(0) { $0 + $1.onShift * Double($1.atOnce) }
        let worked = seats.reduce(0) { $0 + $1.worked }
        let loads = seats.compactMap(\.relativeLoad)
        return .object([
            "name": .string(name), "agents": .count(seats.count),
            "tickets": .count(seats.reduce(0) { $0 + $1.tickets }),
            "on_shift_hours": .tenths(seats.reduce(0) { $0 + $1.onShift }), "worked_hours": .tenths(worked),
            "utilisation_percent": possible > 0 ? .tenths(100 * worked / possible) : .null,
            "load_percent": loads.isEmpty ? .null : .tenths(100 * loads.reduce(0, +) / Double(loads.count)),
            "peak_load_percent": .tenths(100 * (seats.map(\.peakLoad).max() ?? 0)),
        ])
    }

    /// How evenly work lies on the agents.
    var fairness: JSONValue {
        let teams = Dictionary(grouping: course.seats, by: \.team).mapValues { seats in
            Evenness.gini(seats.compactMap(\.relativeLoad))
        }
        return .object([
            "gini": .hundredths(course.unevenness), "teams": .object(teams.mapValues { .hundredths($0) }),
        ])
    }

    /// The longest wait for an agent; a ticket that never got one waited to the end.
    var oldest: JSONValue {
        let end = course.scenario.period.upperBound.addingTimeInterval(Scenario.rest)
        let longest = course.tickets.map { ticket in
            (ticket: ticket, minutes: ticket.untilAssigned ?? end.timeIntervalSince(ticket.arrival.at) / 60)
        }.max { $0.minutes < $1.minutes }
        guard let longest else { return .null }
        return .object([
            "minutes": .tenths(longest.minutes), "arrived": .string(RFC3339.text(longest.ticket.arrival.at)),
            "language": .string(Self.name(longest.ticket.arrival.language ?? "")),
            "category": .string(longest.ticket.arrival.category?.rawValue ?? ScenarioReader.unclassified),
            "is_over": .bool(longest.ticket.untilAssigned != nil),
        ])
    }

    private func cells(_ late: [Gaps.Late]) -> [JSONValue] {
        Gaps.table(late, course.scenario.arrivals).sorted { $0.key < $1.key }.flatMap { language, hours in
            hours.enumerated().filter { $0.element > 0 }.map { hour, count in
                .object([
                    "language": .string(Self.name(language)), "hour_utc": .count(hour), "tickets": .count(count),
                ])
            }
        }
    }

    /// An unknown language has no code.
    static func name(_ language: String) -> String { language.isEmpty ? "unknown" : language }

    private static func value(_ advice: Advice) -> JSONValue {
        .object([
            "shifts": .array(advice.shifts.map(value)), "simulations": .count(advice.runs),
            "closes_all": .bool(advice.course.isEnough), "within_percent": .tenths(advice.course.within * 100),
            "nobody_left": .count(advice.course.gaps.uncovered.count),
            "hours_a_week": .count(advice.shifts.reduce(0) { $0 + $1.hoursAWeek }),
        ])
    }

    static func value(_ shift: AdvisedShift) -> JSONValue {
        let (method, reason): (String, JSONValue) =
            switch shift.method {
            case .erlangC: ("erlang_c", .null)
            case .simulation(let reason): ("simulation", .string(reason))
            }
        return .object([
            "agents": .count(shift.count), "language": shift.language.map { .string($0) } ?? .null,
            "categories": .array(shift.categories.map { .string($0.rawValue) }), "level": .count(shift.level),
            "certifications": .array(shift.certifications.map { .string($0) }),
            "team": .string(shift.team), "start_hour_utc": .count(shift.startHour), "hours": .count(shift.hours),
            "weekdays": .array(shift.weekdays.map { .string(weekdays[$0]) }), "capacity": .count(shift.capacity),
            "want": .string(shift.want.rawValue), "method": .string(method), "because": reason,
            "hours_a_week": .count(shift.hoursAWeek),
        ])
    }

    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}

extension JSONValue {
    /// A number with one digit behind the point.
    static func tenths(_ number: Double) -> JSONValue { rounded(number, 10) }

    /// A number with two digits behind the point.
    static func hundredths(_ number: Double) -> JSONValue { rounded(number, 100) }

    private static func rounded(_ number: Double, _ parts: Double) -> JSONValue {
        let value = (number * parts).rounded() / parts
        return .number(value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)")
    }
}
