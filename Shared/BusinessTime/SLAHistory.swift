import FoundationEssentials
import Tickets

/// A ledger with the instants at which its events count, in words.
struct SLAHistory {
    private struct Entry {
        let at: Int64
        let kind: SLAEvent.Kind
    }

    private let startsAt: Int64
    private let entries: [Entry]

    init(_ facts: SLAFacts) {
        startsAt = Self.instant(facts.startsAt)
        var latest = startsAt
        entries = facts.events.map { event in
            latest = max(latest, Self.instant(event.at))
            return Entry(at: latest, kind: event.kind)
        }
    }

    /// What a clock began with.
    func beginning(of run: SLARun) -> String {
        let at = Self.instant(run.startedAt)
        let here = entries.filter { $0.at == at }.map(\.kind)
        switch run.metric {
        case .nextResponse: return here.contains(.objected) ? "the customer objected" : "the customer wrote"
        case .progress where run.cycle > 1:
            return here.compactMap(Self.wordToCustomer).last ?? "the customer heard of the ticket"
        case .department: return "the team got the ticket"
        default: break
        }
        switch run.conditions.start {
        case .classified: return "the ticket was sorted"
        case .assigned: return "an agent got the ticket"
        default: return "the customer's message arrived"
        }
    }

    /// What a clock ended with; nil while it goes on.
    func end(of run: SLARun) -> String? {
        guard let stopped = run.stoppedAt else { return nil }
        let at = Self.instant(stopped)
        return entries.filter { $0.at == at }.compactMap { Self.ending($0.kind, of: run) }.first ?? "it ended"
    }

    /// Parts of a pause by what was waited for, in words.
    func parts(of pause: Pause) -> [(from: Date, to: Date?, reason: String)] {
        let from = Self.instant(pause.from)
        let to = pause.to.map(Self.instant) ?? .max
        let waits = entries.compactMap { entry in Self.wait(entry.kind).map { (at: entry.at, reason: $0) } }
        var parts: [(from: Date, to: Date?, reason: String)] = [
            (pause.from, pause.to, waits.last { $0.at <= from }?.reason ?? "waiting")
        ]
        for wait in waits where wait.at > from && wait.at < to && wait.reason != parts[parts.count - 1].reason {
            let at = Microseconds(Int(wait.at)).date
            parts[parts.count - 1].to = at
            parts.append((at, pause.to, wait.reason))
        }
        return parts
    }

    private static func instant(_ date: Date) -> Int64 { Int64(Microseconds(date).value) }

    private static func wait(_ kind: SLAEvent.Kind) -> String? {
        switch kind {
        case .paused(.customer): "waiting for the customer"
        case .paused(.parts): "waiting for spare parts"
        case .paused(.supplier): "waiting for a supplier"
        case .paused(.visit): "waiting for a visit on site"
        case .paused(.agreedDate): "waiting for the agreed date"
        case .proposed: "a proposed solution waits for the customer's answer"
        case .resolved: "resolved"
        case .closed: "closed"
        case .merged: "merged into another ticket"
        default: nil
        }
    }

    private static func wordToCustomer(_ kind: SLAEvent.Kind) -> String? {
        switch kind {
        case .acknowledged: "the customer was told that the message arrived"
        case .humanReply: "a person wrote to the customer"
        case .progressSent: "a progress report left"
        case .proposed: "a solution was proposed"
        case .reopened: "work began again"
        default: nil
        }
    }

    private static func ending(_ kind: SLAEvent.Kind, of run: SLARun) -> String? {
        switch kind {
        case .resolved: return "the ticket was resolved"
        case .closed: return "the ticket was closed"
        case .merged: return "the ticket was merged into another one"
        case .assigned where run.metric == .department: return "another team got the ticket"
        default: break
        }
        if run.metric == .progress { return wordToCustomer(kind) }
        let moments = run.conditions.stop.union(run.conditions.cancel)
        switch kind {
        case .classified where moments.contains(.classified): return "the ticket was sorted"
        case .assigned where moments.contains(.assigned): return "an agent got the ticket"
        case .acknowledged where moments.contains(.acknowledged): return wordToCustomer(kind)
        case .humanReply where moments.contains(.replied): return wordToCustomer(kind)
        case .proposed where !moments.isDisjoint(with: [.replied, .proposed]): return wordToCustomer(kind)
        default: return nil
        }
    }
}
