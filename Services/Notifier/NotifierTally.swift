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
        for draft in drafts {
            metrics.add(
                "aftersail_notifications_total",
                1,
                [("audience", draft.audience.rawValue), ("state", draft.obstacle == nil ? "queued" : "suppressed")]
            )
            if let budget = draft.budget {
                metrics.add("aftersail_mail_budget_full_total", 1, [("budget", budget.rawValue)])
            }
        }
    }

    /// Counts attempts whose results are written.
    func settled(_ results: [MailResult]) {
        for result in results { metrics.add("aftersail_mails_total", 1, [("state", result.state.rawValue)]) }
    }
}
