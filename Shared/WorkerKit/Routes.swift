import Broker
import FoundationEssentials

/// Which handler takes which message.
struct Routes: Sendable {
    enum Target: Sendable {
        case handled(Route)
        case refused(reason: String)
    }

    private let byName: [String: Route]
    private let byQueue: [String: Route]

    init(_ routes: [Route]) {
        var byName: [String: Route] = [:]
        var byQueue: [String: Route] = [:]
        for route in routes {
            switch route.taking {
            case .messages(let name): byName[name] = route
            case .everything(let queue): byQueue[queue] = route
            }
        }
        self.byName = byName
        self.byQueue = byQueue
    }

    func usesInbox(_ parcel: Parcel) -> Bool { byQueue[parcel.delivery.queue] == nil && parcel.isIdentified }

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
        if let route = byQueue[parcel.delivery.queue] { return ("queue:\(parcel.delivery.queue)", .handled(route)) }
        if let refusal = horizon.refusal(of: parcel) { return ("refused:\(refusal)", .refused(reason: refusal)) }
        guard let route = byName[parcel.type] else {
            let reason = "no handler for this kind or version of message"
            return ("refused:\(reason)", .refused(reason: reason))
        }
        return (parcel.type, .handled(route))
    }
}
