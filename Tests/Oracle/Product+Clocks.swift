import BusinessTime
import FoundationEssentials
import Tickets

extension Product {
    /// The product's clocks at the end of a policy, written as the oracle's.
    static func clocks(_ ledger: Ledger, under policy: Ledger.Policy) throws -> String {
        let facts = SLAFacts(
            openedAt: date(ledger.openedAt),
            receivedAt: date(ledger.receivedAt),
            subject: SLASubject(),
            policy: SLAPolicy(name: "oracle", version: 1, rules: [rule(policy)]),
            calendar: try WorkCalendar(definition(policy.calendar), mustOpenAfter: nil),
            events: ledger.events(until: policy.until).map { SLAEvent(kind($0.what), at: date($0.at)) }
        )
        return SLAClocks(facts, now: date(policy.until)).clocks.compactMap(reading).map(\.text)
            .joined(separator: "\n")
    }

    private static func rule(_ policy: Ledger.Policy) -> SLARule {
        func target(_ clock: Ledger.Clock) -> SLATarget? {
            policy.targets[clock].map { SLATarget($0.minutes, $0.isBusiness ? .business : .wall) }
        }
        let targets = SLATargets(
            acknowledgement: target(.acknowledgement),
            firstResponse: target(.firstResponse),
            nextResponse: target(.nextResponse),
            resolution: target(.resolution),
            progress: target(.progress)
        )
        return SLARule(name: "all", targets: targets, warnShares: policy.shares)
    }

    private static func reading(_ clock: SLAClock) -> ClockReading? {
        // The oracle's policies have no departments.
        let name: Ledger.Clock? =
            switch clock.metric {
            case .acknowledgement: .acknowledgement
            case .firstResponse: .firstResponse
            case .nextResponse: .nextResponse
            case .resolution: .resolution
            case .progress: .progress
            case .department: nil
            }
        guard let name, let state = ClockReading.State(rawValue: clock.state.rawValue) else { return nil }
        return ClockReading(
            clock: name,
            startedAt: second(clock.startedAt),
            dueAt: clock.dueAt.map(second),
            stoppedAt: clock.stoppedAt.map(second),
            state: state,
            warnings: clock.warnings.map { second($0.at) }
        )
    }

    private static func second(_ date: Date) -> Int { Int(date.timeIntervalSince1970.rounded(.down)) }

    private static func kind(_ what: Ledger.Happening) -> SLAEvent.Kind {
        switch what {
        case .opened: .opened
        case .acknowledged: .acknowledged
        case .customerMessage: .customerMessage
        case .humanReply: .humanReply
        case .autoReply: .autoReply
        case .progressSent: .progressSent
        case .waits(.customer): .paused(.customer)
        case .waits(.parts): .paused(.parts)
        case .waits(.supplier): .paused(.supplier)
        case .waits(.visit): .paused(.visit)
        case .waits(.agreedDate): .paused(.agreedDate)
        case .resumed: .resumed
        case .proposed: .proposed
        case .objected: .objected
        case .resolved: .resolved
        case .closed: .closed
        case .reopened: .reopened
        case .merged: .merged
        }
    }
}
