import FoundationEssentials
import Triage

/// Numbers that a message names, and the version of the document by which it was read.
struct TicketNumbers: Sendable, Equatable {
    private(set) var found: [Extracted]
    /// `nil` while the organisation has no such document.
    let version: Int?

    /// Reads a message; costs nothing without a document.
    init(_ message: TriageMessage, by extractor: Extractor, version: Int) {
        found = extractor.extract(subject: message.subject, body: message.body)
        self.version = version == 0 ? nil : version
    }

    /// Adds what a later message names.
    mutating func add(_ later: TicketNumbers) {
        found += later.found.filter { new in !found.contains { $0.kind == new.kind && $0.value == new.value } }
    }

    /// What tells numbers apart.
    var keys: [Key] { found.map { Key(kind: $0.kind, value: $0.value) } }

    /// Kind and value of a number.
    struct Key: Encodable {
        let kind: String
        let value: String
    }
}
