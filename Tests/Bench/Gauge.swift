import Proving

/// The workers' own counts, read together.
struct Gauge: Sendable {
    let pages: [String: MetricsPage]
    private let extraMails: Int

    init(_ system: BenchSystem, only names: [String] = Pipeline.workers) {
        extraMails = system.extraMails
        pages = system.pages(of: names)
    }

    /// Finished tickets so far; asks the two workers that end the way of a ticket, no others.
    static func done(_ system: BenchSystem) -> Int {
        Gauge(system, only: ["dispatcher", "notifier"]).done
    }

    /// Tickets that are assigned and whose acknowledgement is sent, at least.
    var done: Int {
        let assigned = pages["dispatcher"]?.sum("aftersail_dispatcher_assigned_total") ?? 0
        let notifier = pages["notifier"]
        let planned = notifier?.sum("aftersail_notifications_total", where: "customer") ?? 0
        let staff = notifier?.sum("aftersail_notifications_total", where: "staff") ?? 0
        let sent = notifier?.sum("aftersail_mails_total", where: "sent") ?? 0
        return Int(min(assigned, planned - Double(extraMails), sent - staff - Double(extraMails)))
    }

    /// Mails that the provider took.
    var mails: Double { pages["notifier"]?.sum("aftersail_mails_total", where: "sent") ?? 0 }

    /// Messages that workers acknowledged, in all.
    var deliveries: Double { pages.values.reduce(0) { $0 + $1.sum("aftersail_messages_settled_total") } }

    /// Messages in one transaction on average, by worker, since `earlier`.
    func batchSizes(since earlier: Gauge) -> [String: Double] {
        pages.reduce(into: [:]) { sizes, entry in
            let before = earlier.pages[entry.key]
            let turns = entry.value.sum("aftersail_turns_total") - (before?.sum("aftersail_turns_total") ?? 0)
            let messages =
                entry.value.sum("aftersail_turn_messages_total") - (before?.sum("aftersail_turn_messages_total") ?? 0)
            sizes[entry.key] = turns > 0 ? messages / turns : 0
        }
    }

    /// Share of the time that each worker spent inside transactions since `earlier`: the slowest stage is near 1.
    func busy(since earlier: Gauge, seconds: Double) -> [String: Double] {
        pages.reduce(into: [:]) { shares, entry in
            let name = "aftersail_turn_seconds_sum"
            let spent = entry.value.sum(name) - (earlier.pages[entry.key]?.sum(name) ?? 0)
            shares[entry.key] = spent / max(seconds, 0.001)
        }
    }
}
