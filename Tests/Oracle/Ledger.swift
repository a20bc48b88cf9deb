/// What happened to a ticket, and the policies that were in force one after the other.
struct Ledger: Sendable {
    enum Wait: String, CaseIterable, Sendable {
        case customer, parts, supplier, visit
        case agreedDate = "agreed_date"
    }

    enum Happening: Equatable, Sendable {
        case opened, acknowledged, customerMessage, humanReply, autoReply, progressSent
        case waits(Wait)
        case resumed, proposed, objected, resolved, closed, reopened, merged
    }

    enum Clock: String, CaseIterable, Sendable {
        case acknowledgement, firstResponse, nextResponse, resolution, progress
    }

    struct Target: Sendable {
        let minutes: Int
        let isBusiness: Bool
    }

    struct Policy: Sendable {
        let calendar: OracleCalendar
        let targets: [Clock: Target]
        /// Percent of each budget, rising.
        let shares: [Int]
        /// The instant at which the clocks are looked at; for every policy but the last, the swap.
        let until: Int
    }

    let openedAt: Int
    let receivedAt: Int
    /// In commit order; an instant before its predecessor's counts as the predecessor's.
    let events: [(what: Happening, at: Int)]
    let policies: [Policy]
    let utc: OracleZone

    /// The events a look at this instant finds.
    func events(until: Int) -> [(what: Happening, at: Int)] {
        Array(events.prefix { $0.at <= until })
    }
}
