public import BusinessTime
public import FoundationEssentials

extension Shift {
    /// Where a shift calendar stands at an instant; `leave` is open while its owner is on leave.
    public init(_ calendar: WorkCalendar, leave: WorkCalendar? = nil, at instant: Date) {
        if let leave, leave.isOpen(at: instant) {
            self = .leave(until: calendar.nextOpening(after: instant))
        } else if calendar.isOpen(at: instant) {
            self = .working
        } else {
            self = calendar.nextOpening(after: instant).map(Shift.opens) ?? .off
        }
    }
}
