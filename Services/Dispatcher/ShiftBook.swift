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
    }

    private let book: CalendarBook
    private let compiled = Mutex<[Key: WorkCalendar?]>([:])

    init(_ book: CalendarBook) {
        self.book = book
    }

    /// Where each agent stands in the working day; somebody whose calendar or zone is unknown is off shift.
    func shifts(of entries: [RosterEntry], at now: Date) -> (RosterEntry) -> Shift {
        var shifts: [Key: Shift] = [:]
        for entry in entries {
            let key = Key(calendar: entry.calendar, zone: entry.zone)
            if shifts[key] == nil { shifts[key] = calendar(key).map { Shift($0, at: now) } ?? .off }
        }
        return { [shifts] in shifts[Key(calendar: $0.calendar, zone: $0.zone)] ?? .off }
    }

    private func calendar(_ key: Key) -> WorkCalendar? {
        compiled.withLock { compiled in
            if let known = compiled[key] { return known }
            var definition = book.definition(key.calendar)
            definition?.timeZone = key.zone
            let calendar = definition.flatMap { try? WorkCalendar($0, mustOpenAfter: nil) }
            compiled[key] = .some(calendar)
            return calendar
        }
    }
}
