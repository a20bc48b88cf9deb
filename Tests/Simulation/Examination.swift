import BusinessTime
import FoundationEssentials
import Postgres
import Proving

/// Everything that can be asked once the organisation is at rest.
struct Examination: Sendable {
    let plan: RunPlan
    let office: Office
    let roster: Roster
    let arrivals: Arrivals
    let people: People

    /// Holds every ticket against its ledger, every mail against the mail server's record, and counts.
    func report(
        _ seen: HourlyWatch.Seen,
        left: [String],
        badEnds: [String],
        outages: [ClosedRange<Date>],
        held: (count: Int, seconds: Double)
    ) async throws -> Report {
        let leeway = Leeway(slack: plan.slack, outages: outages)
        let reading = try await RecordReader(office).read(openSince: nil)
        Console.say("  checking \(reading.tickets.count) tickets")
        var findings = Findings()
        let notices = NoticeCheck(roster: roster, real: { office.clock.real(at: $0) }, leeway: leeway)
        for ticket in reading.tickets {
            findings += notices.look(
                at: ticket,
                now: reading.now
            )
            findings += ClockCheck(roster: roster, leeway: leeway).look(at: ticket, now: reading.now)
            findings += SilenceCheck(roster: roster, leeway: leeway).look(at: ticket, now: reading.now)
            findings += WaitCheck(bound: plan.longestWait * 3_600, leeway: leeway).look(at: ticket, now: reading.now)
        }
        findings += try await dispatch(seen)
        findings.broken += try await counts()
        findings.broken += try await mails()
        findings.broken += try await HourlyWatch.listed(office, leeway)
        findings.broken += left.map { Finding(kind: .left, detail: $0) }
        findings.broken += badEnds.map { Finding(kind: .worker, detail: $0) }
        // What an hourly look has found stays found; the same place is named once.
        let all = Set(findings.broken).union(seen.findings.broken)
        if let history = plan.history { try History(roster: roster).write(reading.tickets, to: history) }
        return Report(
            plan: plan,
            looks: seen.looks,
            clocksSeen: seen.findings.clocks,
            lateSeen: seen.findings.late,
            findings: findings,
            broken: all.sorted { ($0.kind.rawValue, $0.detail) < ($1.kind.rawValue, $1.detail) },
            facts: try await facts(reading.tickets),
            held: held,
            stillness: outages.map { $0.upperBound.timeIntervalSince($0.lowerBound) }.reduce(0, +) / plan.rate
        )
    }

    /// Every assignment of the run at rest, and how evenly the looks found the work spread.
    private func dispatch(_ seen: HourlyWatch.Seen) async throws -> Findings {
        let record = try await DispatchReader(reader: RecordReader(office)).read(
            since: plan.start.addingTimeInterval(-86_400)
        )
        var findings = DispatchCheck(roster: roster).look(at: record)
        findings.unevenness = seen.findings.unevenness
        if let usual = Figures(findings.unevenness)?.p50, usual > plan.unevenness {
            findings.broken.append(Finding(kind: .unfair, detail: "Gini \(usual.text) in half of the looks"))
        }
        return findings
    }

    private func counts() async throws -> [Finding] {
        let (opened, answered) = (await people.opened, await people.answered)
        let database = office.pipeline
        let tickets = await database.number("SELECT count(*) AS n FROM ticket") ?? -1
        let messages = await database.number("SELECT count(*) AS n FROM message") ?? -1
        let aside = await database.number(
            "SELECT (SELECT count(*) FROM parked_message) + (SELECT count(*) FROM quarantine) AS n"
        )
        let chain = await database.number("SELECT COALESCE(first_broken_seal(), -1) AS n")
        var findings: [Finding] = []
        if tickets != opened { findings.append(Finding(kind: .lost, detail: "\(opened) posted, \(tickets) tickets")) }
        if messages != opened + answered {
            findings.append(Finding(kind: .lost, detail: "\(opened + answered) posted, \(messages) messages"))
        }
        if aside != 0 { findings.append(Finding(kind: .parked, detail: "\(aside ?? -1) messages")) }
        if chain != -1 { findings.append(Finding(kind: .chain, detail: "from position \(chain ?? -2)")) }
        return findings
    }

    /// One mail for each notification that was sent, and none beside.
    private func mails() async throws -> [Finding] {
        var arrived: [String: Int] = [:]
        for mail in try office.mails.mails() { arrived[mail.id, default: 0] += 1 }
        var findings: [Finding] = []
        let rows = try await office.pipeline.database.rows(
            "SELECT mail_id, state, reason FROM notification",
            parameters: [],
            deadline: .seconds(60)
        )
        for row in rows {
            let (id, state, reason): (String?, String, String) = (
                try row("mail_id"), try row("state"), try row("reason")
            )
            let count = id.flatMap { arrived.removeValue(forKey: $0) } ?? 0
            if count != (state == "sent" ? 1 : 0) {
                findings.append(Finding(kind: .mail, detail: "\(reason) is \(state), arrived \(count) times"))
            }
        }
        return findings + arrived.keys.map { Finding(kind: .mail, detail: "nobody ordered \($0)") }
    }

    private func facts(_ tickets: [TicketRecord]) async throws -> [(name: String, count: Int)] {
        var facts: [(String, Int)] = [
            ("tickets", tickets.count), ("further messages", await people.answered),
            ("acts at the desk", await people.acts), ("acts that came too late", await people.refused),
            ("mails that an operator settled", await people.settled),
        ]
        for (name, sql) in Self.questions { facts.append((name, await office.pipeline.number(sql) ?? -1)) }
        return facts
    }

    private static let questions = [
        ("resolutions", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'resolved'"),
        ("reopenings", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'reopened'"),
        ("pauses", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'waiting'"),
        ("reclassified", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'reclassified'"),
        ("returned by absent agents", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'returned'"),
        ("events in the ledger", "SELECT count(*) AS n FROM ticket_event"),
        ("warnings told", "SELECT count(*) AS n FROM sla_notice WHERE step LIKE 'warn-%'"),
        ("escalation steps told", "SELECT count(*) AS n FROM sla_notice WHERE step LIKE 'breach-%'"),
        ("progress reports asked for", "SELECT count(*) AS n FROM sla_notice WHERE step LIKE 'progress-%'"),
        ("progress reports sent", "SELECT count(*) AS n FROM ticket_event WHERE kind = 'progress_sent'"),
        ("surveys answered", "SELECT count(*) AS n FROM survey WHERE state = 'answered'"),
        ("mails sent", "SELECT count(*) AS n FROM notification WHERE state = 'sent'"),
        ("mails suppressed", "SELECT count(*) AS n FROM notification WHERE state = 'suppressed'"),
        (
            "acknowledgements late",
            "SELECT count(*) AS n FROM sla_clock WHERE metric = 'acknowledgement' AND state = 'breached'"
        ),
        (
            "first responses late",
            "SELECT count(*) AS n FROM sla_clock WHERE metric = 'first_response' AND state = 'breached'"
        ),
        (
            "next responses late",
            "SELECT count(*) AS n FROM sla_clock WHERE metric = 'next_response' AND state = 'breached'"
        ),
        ("resolutions late", "SELECT count(*) AS n FROM sla_clock WHERE metric = 'resolution' AND state = 'breached'"),
    ]
}
