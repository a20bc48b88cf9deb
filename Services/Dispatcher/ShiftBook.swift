import BusinessTime
import FoundationEssentials
import Routing
import Setup
import Synchronization

/// Working hours of every agent: a calendar of the setup, read on the clock of the agent's own zone.
final class ShiftBook: Sendable {
    private struct Key: Hashable {
        let calendar: String
        let zone: String
        let exceptions: [CalendarException]

        init(_ entry: RosterEntry) {
            calendar = entry.calendar
            zone = entry.zone
            exceptions = entry.exceptions
        }
    }

    /// Most calendars kept: one for each agent with planned days, one a zone for all others.
    private static let limit = 10_000
    private let book: CalendarBook
    private let compiled = Mutex<[Key: AgentHours?]>([:])

    init(_ book: CalendarBook) {
        self.book = book
    }

    /// Where each agent stands in the working day; somebody whose calendar or zone is unknown is off shift.
    func shifts(of entries: [RosterEntry], at now: Date) -> (RosterEntry) -> Shift {
        var shifts: [Key: Shift] = [:]
        for entry in entries {
            let key = Key(entry)
            if shifts[key] == nil {
                shifts[key] = hours(key).map { Shift($0.calendar, leave: $0.leave, at: now) } ?? .off
            }
        }
        return { [shifts] in shifts[Key($0)] ?? .off }
    }

    /// The same for somebody who has to be there until `instant`: whoever goes before counts as off shift.
    func shifts(of entries: [RosterEntry], at now: Date, lasting instant: Date) -> (RosterEntry) -> Shift {
        let shifts = shifts(of: entries, at: now)
        return { entry in
            guard shifts(entry) == .working, let closing = self.calendar(of: entry)?.nextClosing(after: now),
                closing < instant
            else { return shifts(entry) }
            return .off
        }
    }

    /// An agent's working hours with leave and extra shifts; `nil` when calendar or zone are unknown.
    func calendar(of entry: RosterEntry) -> WorkCalendar? { hours(Key(entry))?.calendar }

    /// The same with what the hours would be without them.
    func hours(of entry: RosterEntry) -> AgentHours? { hours(Key(entry)) }

    private func hours(_ key: Key) -> AgentHours? {
        compiled.withLock { compiled in
            if let known = compiled[key] { return known }
            let hours = compile(key)
            if compiled.count >= Self.limit { compiled.removeAll() }
            compiled[key] = .some(hours)
            return hours
        }
    }

    private func compile(_ key: Key) -> AgentHours? {
        guard var definition = book.definition(key.calendar) else { return nil }
        definition.timeZone = key.zone
        guard let applied = try? definition.applying(key.exceptions),
            let calendar = try? WorkCalendar(applied, mustOpenAfter: nil),
            let regular = key.exceptions.isEmpty ? calendar : try? WorkCalendar(definition, mustOpenAfter: nil)
        else { return nil }
        let leave = (try? definition.leave(in: key.exceptions)).flatMap { try? WorkCalendar($0, mustOpenAfter: nil) }
        return AgentHours(calendar: calendar, leave: leave, regular: regular)
    }
}
