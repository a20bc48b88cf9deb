/// One step of a ticket's way, as the record tells it.
struct Stage: Sendable {
    /// Who takes it.
    let worker: String
    /// The step before: from then on the worker can have the message.
    let before: String
    /// What the record says when the step was taken.
    let step: String
    /// Seconds between the two that are meant: the survey waits on purpose.
    var meant = 0.0

    /// In the order of a ticket's life.
    static let all = [
        Stage(worker: "intake", before: "posted", step: "opened"),
        Stage(worker: "classifier", before: "opened", step: "classified"),
        Stage(worker: "dispatcher", before: "classified", step: "assigned"),
        Stage(worker: "sla-monitor", before: "classified", step: "promised"),
        Stage(worker: "notifier", before: "promised", step: "acknowledged"),
        Stage(worker: "survey", before: "resolved", step: "survey_invited", meant: 1),
    ]

    /// Those that have work all the time.
    static let busy = all.filter { $0.worker != "survey" }
}
