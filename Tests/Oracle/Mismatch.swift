import FoundationEssentials

/// A case in which product and oracle differ, with all that is needed to ask again.
struct Mismatch: Sendable {
    let seed: UInt64
    let item: OracleCase
    let expected: String
    let answered: String

    /// Asks both; nil when they agree.
    init?(_ item: OracleCase, seed: UInt64) {
        let expected = item.expected
        var answered = ""
        do { answered = try Product.answer(item) } catch { answered = "refused: \(error)" }
        guard expected != answered else { return nil }
        self.seed = seed
        self.item = item
        self.expected = expected
        self.answered = answered
    }

    var text: String {
        """
        mismatch: seed \(seed), case \(item.number); again: make oracle SEED=\(seed) CASE=\(item.number)
          calendar: \(Self.json(item.calendar))
          \(question)
          oracle:  \(expected.replacing("\n", with: "\n           "))
          product: \(answered.replacing("\n", with: "\n           "))
        """
    }

    private var question: String {
        let start = Answer.utc(item.start)
        switch item.question {
        case .due(let seconds, let pauses):
            return "due: from \(start), budget \(seconds) s, pauses \(Self.text(pauses))"
        case .elapsed(let end, let pauses):
            return "elapsed: from \(start) to \(Answer.utc(end)), pauses \(Self.text(pauses))"
        case .isOpen: return "open: at \(start)"
        case .nextOpening: return "next opening: after \(start)"
        case .nextClosing: return "next closing: after \(start)"
        case .clocks(let ledger): return Self.text(ledger)
        }
    }

    private static func json(_ calendar: OracleCalendar) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(Product.definition(calendar)), as: UTF8.self) } catch {
            return "\(error)"
        }
    }

    private static func text(_ pauses: OraclePauses) -> String {
        let all = pauses.all.map { pause in
            "[\"\(Answer.utc(pause.from))\",\(pause.to.map { "\"\(Answer.utc($0))\"" } ?? "null")]"
        }
        return "[\(all.joined(separator: ","))]"
    }

    private static func text(_ ledger: Ledger) -> String {
        let events = ledger.events.map { "    \(Answer.utc($0.at)) \($0.what)" }
        let policies = ledger.policies.map { policy in
            let targets = Ledger.Clock.allCases.compactMap { clock in
                policy.targets[clock].map { "\(clock) \($0.minutes) \($0.isBusiness ? "business" : "wall")" }
            }
            return "    until \(Answer.utc(policy.until)): \(targets.joined(separator: ", "));"
                + " warnings \(policy.shares); calendar \(json(policy.calendar))"
        }
        let head = "clocks: received \(Answer.utc(ledger.receivedAt)), opened \(Answer.utc(ledger.openedAt))"
        return ([head] + events + ["  policies:"] + policies).joined(separator: "\n")
    }
}
