/// What windows of the budgets of domains and of all mail hold already, from now for a day ahead.
///
/// Pure. Each mail takes one place in one window of its domain and in the same window of all mail, so no window of either
/// ever holds more than its budget.
struct BudgetRoom: Sendable {
    /// A window of one budget.
    struct Key: Sendable, Hashable {
        let scope: MailBudgets.Name
        /// The domain; empty for all mail.
        let name: String
        let window: BudgetWindow
    }

    /// A place that a mail got.
    struct Place: Sendable, Equatable {
        let window: BudgetWindow
        /// How much of the window passes before it goes; 0 in the present one.
        let share: Double
        /// What made it wait; `nil` in the present window.
        let full: MailBudgets.Name?
    }

    private let budgets: MailBudgets
    private let present: BudgetWindow
    private var used: [Key: Int]
    /// First window that may have room; earlier ones are full.
    private var open: [String: BudgetWindow] = [:]
    /// Places taken, to be written.
    private(set) var taken: [Key: Int] = [:]

    init(_ budgets: MailBudgets, present: BudgetWindow, used: [Key: Int] = [:]) {
        self.budgets = budgets
        self.present = present
        self.used = used
    }

    /// The first place within a day for a mail to this domain; otherwise the budget that has none.
    mutating func take(_ domain: String) -> Result<Place, Full> {
        let (own, all) = (budgets.window(ofDomain: domain), budgets.overallWindow)
        var full: MailBudgets.Name?
        var window = max(open[domain] ?? present, open[""] ?? present)
        if window > present { full = (open[domain] ?? present) > (open[""] ?? present) ? .domain : .overall }
        while window.number < present.number + BudgetWindow.inDay {
            let keys = [
                Key(scope: .domain, name: domain, window: window), Key(scope: .overall, name: "", window: window),
            ]
            let (here, everywhere) = (used[keys[0], default: 0], used[keys[1], default: 0])
            if everywhere >= all {
                full = .overall
                // Windows fill in order, so what is full behind an open one may only be skipped in its turn.
                if open[""] ?? present == window { open[""] = window.next }
            } else if here >= own {
                full = .domain
                if open[domain] ?? present == window { open[domain] = window.next }
            } else {
                for key in keys {
                    used[key, default: 0] += 1
                    taken[key, default: 0] += 1
                }
                let share = full == .domain ? Double(here) / Double(own) : Double(everywhere) / Double(all)
                return .success(Place(window: window, share: window == present ? 0 : share, full: full))
            }
            window = window.next
        }
        return .failure(Full(budget: full ?? .overall))
    }

    /// No room within a day.
    struct Full: Error, Equatable {
        let budget: MailBudgets.Name
    }
}

extension BudgetWindow {
    fileprivate var next: BudgetWindow { BudgetWindow(number: number + 1) }
}
