import Contracts
import FoundationEssentials
import Synchronization

/// The span of message ids that the inbox can count, from the oldest kept partition to the newest.
final class InboxHorizon: Sendable {
    private struct Bounds {
        var oldest: Date
        var newest: Date
    }

    private let bounds = Mutex<Bounds?>(nil)

    func set(oldest: Date, newest: Date) {
        bounds.withLock { $0 = Bounds(oldest: oldest, newest: newest) }
    }

    /// Why the inbox cannot count the message; `nil` when it can.
    func refusal(of parcel: Parcel) -> String? {
        guard parcel.isIdentified, let date = parcel.envelope.id.version7Date else {
            return "message_id is no version 7 UUID, so a second delivery could not be told from the first"
        }
        guard let bounds = bounds.withLock({ $0 }) else { return nil }
        if date < bounds.oldest { return "message is older than the oldest inbox partition" }
        if date >= bounds.newest { return "message is from the future: check the sender's clock" }
        return nil
    }
}
