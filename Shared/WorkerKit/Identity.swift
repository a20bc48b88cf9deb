/// Who this process is to the database and the broker.
public struct Identity: Sendable, Equatable {
    /// Name such as `sla-monitor`.
    public let worker: String

    /// Name with underscores: the suffix of its role and its outbox.
    public var role: String { worker.replacing("-", with: "_") }

    /// Table of its unpublished messages.
    var outboxTable: String { "outbox_\(role)" }

    /// A process of `worker`; letters and dashes only, because the name becomes part of table names.
    public init(worker: String) {
        precondition(worker.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") }, "a worker is named in letters")
        self.worker = worker
    }
}
