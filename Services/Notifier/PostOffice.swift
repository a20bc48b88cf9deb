import Mutants

/// Decides which drafts are sent: known reasons, suppressed addresses, the hourly budget.
///
/// Pure.
struct PostOffice: Sendable {
    /// Automatic messages that one customer's address gets in any hour, at most.
    static let budget = 5

    private var known: Set<String>
    private let suppressed: Set<String>
    private var used: [String: Int]

    /// What is known before the drafts are looked at.
    ///
    /// `known` are reasons that were told before; `used` counts, by address, automatic messages that were written or
    /// sent within the hour, or are still to be sent.
    init(known: Set<String>, suppressed: Set<String>, used: [String: Int]) {
        self.known = known
        self.suppressed = suppressed
        self.used = used
    }

    /// The draft as it is stored, with what keeps it from being sent; `nil` when its reason is known.
    mutating func admit(_ draft: Draft) -> Draft? {
        guard known.insert(draft.reason).inserted else { return nil }
        var admitted = draft
        admitted.obstacle = obstacle(to: draft)
        if admitted.obstacle == nil, draft.isBudgeted, let address = draft.address { used[address, default: 0] += 1 }
        return admitted
    }

    private func obstacle(to draft: Draft) -> String? {
        guard let address = draft.address else { return "no e-mail address" }
        if suppressed.contains(address) { return "the address is suppressed" }
        guard draft.isBudgeted, used[address, default: 0] >= Self.budget, !Mutant.budgetIgnored.isOn else { return nil }
        return "budget of \(Self.budget) automatic messages an hour"
    }
}
