import FoundationEssentials
import Mail
import Mutants

/// Decides which drafts are sent, and when: known reasons, suppressed addresses, the budgets.
///
/// Pure.
struct PostOffice: Sendable {
    /// Automatic mails that were written or sent within an hour and a day, or are still to be sent.
    struct Count: Sendable, Equatable {
        var hour = 0
        var day = 0

        static func + (one: Count, other: Int) -> Count { Count(hour: one.hour + other, day: one.day + other) }
    }

    /// What the budgets have been used for before the drafts are looked at.
    struct Use: Sendable {
        /// By a customer's address.
        var addresses: [String: Count] = [:]
        /// By ticket, in a day.
        var tickets: [UUID: Int] = [:]
        /// By a colleague's address.
        var staff: [String: Count] = [:]
        /// Domains and all mail.
        var room: BudgetRoom
    }

    private let budgets: MailBudgets
    private var known: Set<String>
    private let suppressed: Set<String>
    private(set) var use: Use
    /// Mails to colleagues that were admitted, by address.
    private(set) var toStaff: [String: Int] = [:]

    /// `known` are reasons that were told before.
    init(_ budgets: MailBudgets, known: Set<String>, suppressed: Set<String>, use: Use) {
        self.budgets = budgets
        self.known = known
        self.suppressed = suppressed
        self.use = use
    }

    /// The draft as it is stored, with what keeps it from being sent or makes it wait; `nil` when its reason is known.
    mutating func admit(_ draft: Draft) -> Draft? {
        guard known.insert(draft.reason).inserted else { return nil }
        var admitted = draft
        guard let address = draft.address else {
            admitted.obstacle = "no e-mail address"
            return admitted
        }
        guard !suppressed.contains(address) else {
            admitted.obstacle = "the address is suppressed"
            return admitted
        }
        guard draft.automatic else { return admitted }
        // Whoever set a colleague's address up knows that it is read, whatever its name.
        guard draft.audience == .staff || !Mailbox(address: address).isUnread else {
            admitted.obstacle = "nobody reads that address, it says"
            return admitted
        }
        guard !Mutant.budgetIgnored.isOn else { return admitted }
        switch draft.audience {
        case .customer: admitToCustomer(&admitted, address)
        case .staff: admitToStaff(&admitted, address)
        }
        return admitted
    }

    private mutating func admitToCustomer(_ draft: inout Draft, _ address: String) {
        let (own, ticket) = (use.addresses[address] ?? Count(), use.tickets[draft.ticket, default: 0])
        if own.hour >= budgets.addressHour || own.day >= budgets.addressDay {
            return refuse(&draft, .address, isDay: own.hour < budgets.addressHour)
        }
        if ticket >= budgets.ticketDay { return refuse(&draft, .ticket, isDay: true) }
        switch use.room.take(MailDomain.registered(address)) {
        case .success(let place):
            if let full = place.full {
                draft.wait = Draft.Wait(until: place.window.instant(at: place.share), reason: budgets.wait(full))
                draft.budget = full
            }
            use.addresses[address] = own + 1
            use.tickets[draft.ticket] = ticket + 1
        case .failure(let full):
            refuse(&draft, full.budget)
        }
    }

    private mutating func admitToStaff(_ draft: inout Draft, _ address: String) {
        let own = use.staff[address] ?? Count()
        if own.hour >= budgets.staffHour || own.day >= budgets.staffDay {
            return refuse(&draft, .staff, isDay: own.hour < budgets.staffHour)
        }
        use.staff[address] = own + 1
        toStaff[address, default: 0] += 1
    }

    private func refuse(_ draft: inout Draft, _ budget: MailBudgets.Name, isDay: Bool = false) {
        draft.obstacle = budgets.reason(budget, isDay: isDay)
        draft.budget = budget
    }
}
