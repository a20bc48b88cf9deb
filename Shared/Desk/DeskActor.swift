/// Who does something at the desk.
public enum DeskActor: Hashable, Sendable {
    /// A member of staff, by key in `agent`.
    case agent(String)
    /// Somebody among the customer's people, through a member of staff or a signed link.
    case customer
    /// Whoever runs the product, by login name.
    case `operator`(String)

    /// Form in the ledger and in `desk_entry.author`.
    public var text: String {
        switch self {
        case .agent(let id): "agent:\(id)"
        case .customer: "customer"
        case .operator(let name): "operator:\(name)"
        }
    }

    /// Reads `agent:li.wei`, `customer`, `operator:root`, or a bare agent's key; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first ?? "", parts.dropFirst().first) {
        case ("customer", nil): self = .customer
        case ("agent", let id?) where !id.isEmpty: self = .agent(id)
        case ("operator", let name?) where !name.isEmpty: self = .operator(name)
        case (let id, nil) where !id.isEmpty: self = .agent(id)
        default: return nil
        }
    }
}
