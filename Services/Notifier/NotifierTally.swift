import WorkerKit

/// The worker's own figures.
struct NotifierTally: Sendable {
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        metrics.declare(
            "aftersail_notifications_total",
            .counter,
            "Notifications written, by audience and fate.",
            labels: ["customer", "staff"].flatMap { audience in
                ["queued", "suppressed"].map { [("audience", audience), ("state", $0)] }
            }
        )
        metrics.declare(
            "aftersail_mail_budget_full_total",
            .counter,
            "Automatic mails that a full budget kept back or made wait, by budget.",
            labels: MailBudgets.Name.allCases.map { [("budget", $0.rawValue)] }
        )
        metrics.declare(
            "aftersail_mails_total",
            .counter,
            "Attempts to send a mail, by the state they led to.",
            labels: ["sent", "queued", "failed", "uncertain"].map { [("state", $0)] }
        )
    }

    /// Counts rows of a committed turn.
    func written(_ drafts: [Draft]) {
        for audience in [Draft.Audience.customer, .staff] {
            let told = drafts.filter { $0.audience == audience }
            let queued = told.count { $0.obstacle == nil }
            add(queued, "aftersail_notifications_total", [("audience", audience.rawValue), ("state", "queued")])
            add(
                told.count - queued,
                "aftersail_notifications_total",
                [("audience", audience.rawValue), ("state", "suppressed")]
            )
        }
        for (budget, kept) in Dictionary(grouping: drafts.compactMap(\.budget), by: \.self) {
            add(kept.count, "aftersail_mail_budget_full_total", [("budget", budget.rawValue)])
        }
    }

    /// Counts attempts whose results are written.
    func settled(_ results: [MailResult]) {
        for (state, ended) in Dictionary(grouping: results.map(\.state), by: \.self) {
            add(ended.count, "aftersail_mails_total", [("state", state.rawValue)])
        }
    }

    private func add(_ count: Int, _ name: String, _ labels: [(String, String)]) {
        if count > 0 { metrics.add(name, Double(count), labels) }
    }
}
