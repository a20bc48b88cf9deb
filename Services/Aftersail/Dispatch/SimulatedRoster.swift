import BusinessTime
import FoundationEssentials
import Routing
import Setup
import Tickets
import Workforce

/// The agents of an organisation as seats of a simulation.
enum SimulatedRoster {
    /// Everybody, with their working hours from the period's first day to the end of the simulation.
    ///
    /// - Throws: `Failure` naming the agent whose calendar or zone cannot be used.
    static func seats(_ organisation: Organisation, _ book: CalendarBook, _ plan: ScenarioPlan) throws -> [Seat] {
        let period = plan.scenario.period
        let end = period.upperBound.addingTimeInterval(Scenario.rest)
        var seats: [Seat] = []
        for (place, person) in organisation.agents.sorted(by: { $0.id < $1.id }).enumerated() {
            let (hours, leave) = try calendars(person, book)
            // A day before, so that a shift which lasts over the first midnight is there.
            let begin = period.lowerBound.addingTimeInterval(-86_400)
            seats.append(
                Seat(
                    key: person.id,
                    agent: agent(person, at: place, organisation.sites.first { $0.id == person.site }),
                    atOnce: plan.atOnce[person.id] ?? plan.atOnce[person.team] ?? plan.atOnce["*"] ?? 1,
                    open: hours.openIntervals(from: begin, to: end),
                    leave: leave?.openIntervals(from: begin, to: end) ?? []
                )
            )
        }
        return seats
    }

    private static func agent(_ person: Organisation.Agent, at place: Int, _ site: Organisation.Site?) -> Agent {
        let skills = person.skills.compactMap { name, level in Category(rawValue: name).map { ($0, level) } }
        let languages = person.languages.compactMap { tag, fluency in
            Fluency(rawValue: fluency.rawValue).flatMap { fluency in primary(tag).map { ($0, fluency) } }
        }
        return Agent(
            id: Seat.id(at: place),
            team: person.team,
            skills: Dictionary(skills) { first, _ in first },
            languages: Dictionary(languages) { left, right in
                Fluency.allCases.first { $0 == left || $0 == right } ?? left
            },
            countries: Set(person.countries),
            capacity: person.capacity,
            site: site?.facts,
            certifications: Set(person.certifications),
            regions: person.regions.map { Set($0) }
        )
    }

    /// Working hours with leave and extra shifts, and what of them is leave.
    private static func calendars(
        _ person: Organisation.Agent,
        _ book: CalendarBook
    ) throws -> (hours: WorkCalendar, leave: WorkCalendar?) {
        guard var definition = book.definition(person.calendar) else {
            throw Failure(.badData, "\(person.id): there is no calendar '\(person.calendar)'; name another")
        }
        definition.timeZone = person.zone ?? definition.timeZone
        do {
            let leave = try definition.leave(in: person.exceptions)
            return (
                try WorkCalendar(definition.applying(person.exceptions), mustOpenAfter: nil),
                try leave.map { try WorkCalendar($0, mustOpenAfter: nil) }
            )
        } catch {
            throw Failure(.badData, "\(person.id): \(error)")
        }
    }

    /// The language subtag of a BCP 47 tag in lower case; nil for `und` and nothing.
    static func primary(_ tag: String) -> String? {
        let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return language.isEmpty || language == "und" ? nil : language
    }
}
