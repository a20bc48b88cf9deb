import BusinessTime
import Contracts
import FoundationEssentials
import Proving
import Tickets

/// What became of every ticket that was resolved, for statistics outside of the product.
struct History: Sendable {
    let roster: Roster

    /// One line of JSON for each resolved ticket, oldest first.
    func write(_ tickets: [TicketRecord], to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try tickets.compactMap(entry).sorted { $0.opened < $1.opened }.map { entry in
            String(decoding: try encoder.encode(entry), as: UTF8.self)
        }
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
        Console.say("  history of \(lines.count) resolved tickets: \(file)")
    }

    private func entry(_ ticket: TicketRecord) -> Entry? {
        guard !ticket.isMachine, let first = ticket.lines.first(where: { $0.kind == "resolved" }) else { return nil }
        let subject = ticket.facts(ticket.lines, roster).subject
        let calendar = roster.calendar(for: ticket.country)
        let elapsed = calendar.elapsed(start: ticket.clockStart, end: first.at)
        return Entry(
            opened: ticket.clockStart.moment,
            resolved: first.at.moment,
            country: ticket.country,
            category: subject.category?.rawValue,
            priority: subject.priority?.rawValue,
            level: ticket.level,
            rule: roster.policy.rule(for: subject).name,
            businessMinutes: (elapsed / .seconds(60) * 100).rounded() / 100,
            reopened: ticket.lines.count { $0.kind == "reopened" }
        )
    }

    private struct Entry: Encodable {
        let opened, resolved: String
        let country, category: String?
        let priority: Int?
        let level, rule: String
        let businessMinutes: Double
        let reopened: Int
    }
}
