/// Makes tickets' histories up, with a policy that is swapped in their middle.
struct LedgerMaker {
    let start: Int
    let calendar: OracleCalendar
    let zones: OracleZones

    func ledger(_ random: inout Seeded) -> Ledger {
        let opened = start / 60 * 60
        let received = opened - (random.chance(70) ? random.whole(0...3) : random.spread(upTo: 6000)) * 60
        let events = events(from: opened, &random)
        let last = events.map(\.at).reduce(opened, max)
        let end = last + random.spread(upTo: 10_000) * 60
        let swap = opened + random.whole(0...(last - opened) / 60) * 60
        return Ledger(
            openedAt: opened,
            receivedAt: received,
            events: events,
            policies: [policy(until: swap, calendar, &random), policy(until: end, later(&random), &random)],
            utc: zones.utc
        )
    }

    /// The new policy's calendar, often the old one.
    private func later(_ random: inout Seeded) -> OracleCalendar {
        guard random.chance(40) else { return calendar }
        let zone = random.chance(50) ? zones.pick(&random) : calendar.zone
        return CalendarMaker(zone: zone, middle: start / 86400).calendar(&random)
    }

    private func events(from opened: Int, _ random: inout Seeded) -> [(what: Ledger.Happening, at: Int)] {
        var events = [(what: Ledger.Happening.opened, at: opened)]
        var standing = LedgerReading.Standing.open
        var at = opened
        for _ in 0..<random.whole(0...14) {
            at += random.chance(12) ? 0 : random.spread(upTo: 4000) * 60
            let what = random.pick(Self.possible(standing, &random))
            standing = LedgerReading.standing(after: what, standing)
            // A message that was taken in late carries an instant before its predecessor's.
            events.append((what, random.chance(4) ? max(opened, at - random.spread(upTo: 300) * 60) : at))
        }
        return events
    }

    /// What can happen to a ticket that stands so.
    private static func possible(
        _ standing: LedgerReading.Standing,
        _ random: inout Seeded
    ) -> [Ledger.Happening] {
        let words: [Ledger.Happening] = [
            .customerMessage, .customerMessage, .humanReply, .humanReply, .autoReply, .acknowledged, .progressSent,
        ]
        let moves: [Ledger.Happening] = [
            .waits(random.pick(Ledger.Wait.allCases)), .waits(.customer), .proposed, .resolved,
            random.chance(30) ? .merged : .closed,
        ]
        switch standing {
        case .open: return words + moves + [.resumed]
        case .waits: return words + moves + [.resumed, .resumed, .resumed]
        case .proposed: return words + [.objected, .objected, .proposed, .resolved, .merged, .resumed]
        case .resolved: return [.reopened, .reopened, .closed, .customerMessage, .autoReply, .waits(.parts)]
        case .closed: return [.reopened, .reopened, .customerMessage, .autoReply, .resumed]
        case .merged: return [.customerMessage, .autoReply]
        }
    }

    private func policy(until: Int, _ calendar: OracleCalendar, _ random: inout Seeded) -> Ledger.Policy {
        let targets = Ledger.Clock.allCases.compactMap { clock -> (Ledger.Clock, Ledger.Target)? in
            guard random.chance(85) else { return nil }
            let minutes = random.spread(upTo: clock == .resolution ? 8000 : 2000)
            return (clock, Ledger.Target(minutes: minutes, isBusiness: random.chance(70)))
        }
        let shares: [[Int]] = [[50, 75, 90], [], [5], [20, 40, 60, 80, 95]]
        return Ledger.Policy(
            calendar: calendar,
            targets: Dictionary(uniqueKeysWithValues: targets),
            shares: random.pick(shares),
            until: until
        )
    }
}
