import BusinessTime
import FoundationEssentials
import Synchronization

/// When an agent works.
struct AgentHours: Sendable {
    /// Hours with leave and extra shifts.
    let calendar: WorkCalendar
    /// Open during planned leave; `nil` when none is planned.
    var leave: WorkCalendar?
    /// Hours as if no leave and no extra shift were planned.
    let regular: WorkCalendar
    private let last = LastShift()

    init(calendar: WorkCalendar, leave: WorkCalendar? = nil, regular: WorkCalendar) {
        self.calendar = calendar
        self.leave = leave
        self.regular = regular
    }

    /// The shift under way or else the next one; `nil` when none ends within 400 days.
    ///
    /// Asked for every assignment, so the last answer is kept while it holds.
    func shift(after now: Date) -> (opening: Date, closing: Date)? {
        if let known = last.answer(at: now) { return known }
        // Calendars count whole microseconds: what they say of an instant between two lies up to half a one off.
        let opening = calendar.isOpen(at: now) ? now : calendar.firstOpen(from: now)
        let closing = opening.flatMap(calendar.nextClosing)
        last.keep(opening, closing, from: now)
        guard let opening, let closing else { return nil }
        return (opening, closing)
    }
}

/// The answer to the last question about a shift.
private final class LastShift: Sendable {
    private struct Answer {
        let from: Date
        let until: Date
        let opening: Date?
        let closing: Date?
    }

    private let answer = Mutex<Answer?>(nil)

    /// The outer `nil` when it does not hold at this instant.
    func answer(at now: Date) -> (opening: Date, closing: Date)?? {
        answer.withLock { answer in
            guard let answer, answer.from <= now, now < answer.until else { return nil }
            guard let opening = answer.opening, let closing = answer.closing else { return .some(nil) }
            return (max(opening, now), closing)
        }
    }

    /// What ends never is asked again after a day.
    func keep(_ opening: Date?, _ closing: Date?, from now: Date) {
        answer.withLock {
            let until = closing ?? now.addingTimeInterval(86_400)
            $0 = Answer(from: now, until: until, opening: opening, closing: closing)
        }
    }
}
