/// The bound of docs/guides/mail.md: how many automatic mails leave within some hours, whatever answers them.
struct PublishedBound: Sendable {
    var addressHour = 5
    var addressDay = 20
    var domain = 600
    var overall = 12_000
    var staffHour = 60
    var staffDay = 300

    /// What of the settings differs from their defaults.
    var variables: [String: String] {
        [
            "ADDRESS_HOUR": addressHour, "ADDRESS_DAY": addressDay, "DOMAIN": domain, "OVERALL": overall,
            "STAFF_HOUR": staffHour, "STAFF_DAY": staffDay,
        ]
        .reduce(into: [:]) { $0["AFTERSAIL_MAIL_BUDGET_\($1.key)"] = "\($1.value)" }
    }

    /// Most mails within so many hours.
    func most(_ extent: Circle.Extent, hours: Int) -> Int {
        let days = (hours + 23) / 24
        // A time of so many hours touches one window more than it has.
        let windows = 6 * hours + 1
        let (own, everybody) = (windows * max(1, domain / 6), windows * max(1, overall / 6))
        let customer = min(addressHour * hours, addressDay * days)
        return switch extent {
        case .addresses(let count): min(count * customer, own, everybody)
        case .domain: min(own, everybody)
        case .everywhere: everybody
        case .colleague: min(staffHour * hours, staffDay * days) + min(customer, own, everybody)
        }
    }
}
