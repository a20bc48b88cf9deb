import FoundationEssentials
import Postgres
import Proving

/// Looks at every open ticket each hour of the product's clock, and says how the days go.
struct HourlyWatch: Sendable {
    /// What the looks brought.
    struct Seen: Sendable {
        var looks = 0
        var findings = Findings()
    }

    let plan: RunPlan
    let office: Office
    let roster: Roster
    let people: People
    let reader: RecordReader

    /// Until the last day is over.
    func run(_ standstill: Standstill) async throws -> Seen {
        var seen = Seen()
        var next = plan.start.addingTimeInterval(plan.checkEvery * 3_600)
        var told = plan.start
        var looked = plan.start.addingTimeInterval(-86_400)
        while office.clock.now < plan.end {
            try await pass(.milliseconds(100))
            if let failure = await people.failure { throw failure }
            let now = office.clock.now
            guard now >= next else { continue }
            next = max(next.addingTimeInterval(plan.checkEvery * 3_600), now)
            var found = try await confirmed(standstill)
            // An assignment that is just being committed has an instant of a moment ago.
            found += try await dispatch(since: looked)
            looked = now.addingTimeInterval(-plan.slack)
            seen.looks += 1
            seen.findings += found
            for finding in found.broken.prefix(5) { Console.say("  \(finding.kind.rawValue): \(finding.detail)") }
            if now.timeIntervalSince(told) >= 6 * 3_600 || plan.days < 1 {
                told = now
                await progress(now, found)
            }
        }
        return seen
    }

    /// Looks, and once more after a while when something seems wrong: a machine with much else to do is late, not wrong.
    private func confirmed(_ standstill: Standstill) async throws -> Findings {
        var first = try await look(Leeway(slack: plan.slack, outages: await standstill.times))
        guard !first.broken.isEmpty else { return first }
        try await pass(.seconds(plan.patience))
        let second = try await look(Leeway(slack: plan.slack, outages: await standstill.times))
        let places = Set(second.broken.map(\.place))
        first.late += first.broken.count { !places.contains($0.place) }
        first.broken.removeAll { !places.contains($0.place) }
        return first
    }

    /// What dispatch has done since the last look, and whom it has loaded how much; that needs no second look.
    private func dispatch(since instant: Date) async throws -> Findings {
        let record = try await DispatchReader(reader: reader).read(since: instant)
        return DispatchCheck(roster: roster).look(at: record)
    }

    /// Clocks and silences of tickets that are open, or were an hour ago.
    private func look(_ leeway: Leeway) async throws -> Findings {
        let since = office.clock.now.addingTimeInterval(-plan.checkEvery * 3_600)
        let reading = try await reader.read(openSince: since)
        var findings = Findings()
        for ticket in reading.tickets {
            findings += ClockCheck(roster: roster, leeway: leeway).look(at: ticket, now: reading.now)
            findings += SilenceCheck(roster: roster, leeway: leeway).look(at: ticket, now: reading.now)
        }
        findings.broken += try await Self.listed(office, leeway)
        return findings
    }

    /// What the product's own view of silent tickets lists for longer than it takes to notice: an hour, for a report that
    /// took much longer to leave than a machine at its pace lets it take.
    static func listed(_ office: Office, _ leeway: Leeway) async throws -> [Finding] {
        let rows = try await office.pipeline.database.rows(
            "SELECT ticket, owed_by, why, aftersail.now() AS now FROM silent_ticket"
        )
        return try rows.compactMap { row in
            let (ticket, owed, why, now): (String, Date, String, Date) =
                (try row("ticket"), try row("owed_by"), try row("why"), try row("now"))
            guard now.timeIntervalSince(owed) > 3_600 + leeway.time(from: owed) else { return nil }
            return Finding(kind: .view, detail: "\(ticket) since \(owed.moment): \(why)")
        }
    }

    private func progress(_ now: Date, _ found: Findings) async {
        let open = await office.pipeline.number(
            "SELECT count(*) AS n FROM ticket t LEFT JOIN ticket_state s ON s.ticket_id = t.id "
                + "WHERE s.status IS NULL OR s.status NOT IN ('resolved', 'closed')"
        )
        let told = await office.pipeline.number("SELECT count(*) AS n FROM sla_notice")
        Console.say(
            "  \(now.moment.prefix(16)): \(await people.opened) tickets, \(open ?? -1) open, \(await people.acts) acts, "
                + "\(told ?? -1) told, \(office.mails.count) mails, \(found.clocks) clocks looked at, "
                + "\(found.broken.count) broken"
        )
    }
}
