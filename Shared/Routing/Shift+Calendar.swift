public import BusinessTime
public import FoundationEssentials

extension Shift {
    /// Where a shift calendar stands at an instant.
    public init(_ calendar: WorkCalendar, at instant: Date) {
        if calendar.isOpen(at: instant) {
            self = .working
        } else {
            self = calendar.nextOpening(after: instant).map(Shift.opens) ?? .off
        }
    }
}
