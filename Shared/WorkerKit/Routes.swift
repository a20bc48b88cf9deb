import FoundationEssentials

/// Which handler takes which message.
struct Routes: Sendable {
    enum Target: Sendable {
        case handled(Route)
        case refused(reason: String)
    }

    private let byType: [String: Route]
    private let everything: Route?

    init(_ routes: [Route]) {
        byType = Dictionary(routes.filter(\.usesInbox).map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        everything = routes.first { !$0.usesInbox }
    }

    func usesInbox(_ parcel: Parcel) -> Bool { everything == nil && parcel.isIdentified }

    /// The parcels by handler, in order of first arrival, so that a ticket's opening is handled before its reply.
    func grouped(_ parcels: [Parcel], horizon: InboxHorizon) -> [(target: Target, batch: [Parcel])] {
        var order: [String] = []
        var groups: [String: (target: Target, batch: [Parcel])] = [:]
        for parcel in parcels {
            let (key, target) = target(of: parcel, horizon: horizon)
            if groups[key] == nil { order.append(key) }
            groups[key, default: (target, [])].batch.append(parcel)
        }
        return order.compactMap { groups[$0] }
    }

    private func target(of parcel: Parcel, horizon: InboxHorizon) -> (key: String, target: Target) {
        if let everything { return ("", .handled(everything)) }
        if let refusal = horizon.refusal(of: parcel) { return ("refused:\(refusal)", .refused(reason: refusal)) }
        guard let route = byType[parcel.type] else {
            let reason = "no handler for this kind or version of message"
            return ("refused:\(reason)", .refused(reason: reason))
        }
        return (parcel.type, .handled(route))
    }
}
