import FoundationEssentials

/// How much automatic mail may leave, whoever answers it: what bounds every loop.
///
/// Mail beyond the budget of an address or a ticket is kept and never sent; beyond that of a domain or of all together it
/// waits for room. What a person wrote is never counted. docs/guides/mail.md tells the bound that follows.
struct MailBudgets: Sendable, Equatable {
    /// Automatic mails that one customer's address gets in any hour and in any day, at most.
    var addressHour = 5
    var addressDay = 20
    /// Automatic mails about one ticket to its customer in any day, at most.
    var ticketDay = 10
    /// Mails that one member of staff gets in any hour and in any day, at most.
    var staffHour = 60
    var staffDay = 300
    /// Automatic mails to customers of one domain, of one mail provider, and to all customers: an hour.
    var domain = 600
    var provider = 6_000
    var overall = 12_000
    /// Providers beside those that are built in.
    var moreProviders: Set<String> = []

    /// What is full.
    enum Name: String, Sendable, CaseIterable {
        case address, ticket, staff, domain, overall
    }

    /// What one window of a domain holds.
    func window(ofDomain domain: String) -> Int {
        let isProvider = MailDomain.providers.contains(domain) || moreProviders.contains(domain)
        return Self.window(of: isProvider ? provider : self.domain)
    }

    /// What one window of all domains together holds.
    var overallWindow: Int { Self.window(of: overall) }

    /// A sixth of an hour's budget, one mail at least.
    private static func window(of hourly: Int) -> Int { max(1, hourly / BudgetWindow.inHour) }

    /// Why a mail is not sent, as the operator reads it.
    func reason(_ name: Name, isDay: Bool = false) -> String {
        switch name {
        case .address:
            "budget of the address: \(isDay ? "\(addressDay) automatic mails a day" : "\(addressHour) automatic mails an hour")"
        case .ticket: "budget of the ticket: \(ticketDay) automatic mails a day"
        case .staff: "budget of a colleague: \(isDay ? "\(staffDay) mails a day" : "\(staffHour) mails an hour")"
        case .domain: "budget of the domain: no room within a day"
        case .overall: "budget of all automatic mail: no room within a day"
        }
    }

    /// Why a mail waits.
    func wait(_ name: Name) -> String {
        name == .domain
            ? "waits for room in the budget of its domain" : "waits for room in the budget of all automatic mail"
    }
}

/// Ten minutes by the clock: the time within which a customer is to have his receipt, and so the longest that a mail
/// waits for the next room.
struct BudgetWindow: Sendable, Hashable, Comparable {
    static let seconds = 600
    static let inHour = 3_600 / seconds
    static let inDay = 86_400 / seconds

    /// Since 1970.
    let number: Int

    init(number: Int) {
        self.number = number
    }

    /// The one that holds an instant.
    init(at instant: Date) {
        number = Int((instant.timeIntervalSince1970 / Double(Self.seconds)).rounded(.down))
    }

    /// When it begins.
    var start: Date { Date(timeIntervalSince1970: Double(number * Self.seconds)) }

    /// The instant when a share of it has gone by.
    func instant(at share: Double) -> Date { start.addingTimeInterval(share * Double(Self.seconds)) }

    static func < (one: BudgetWindow, other: BudgetWindow) -> Bool { one.number < other.number }
}
