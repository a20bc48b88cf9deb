/// Counts hashed features of one text in a table that is kept from text to text.
struct FeatureCounter: Sendable {
    private struct Slot {
        var feature: UInt32 = 0
        var turn: UInt32 = 0
        var count: UInt32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: Self.size)
    private var turn: UInt32 = 0
    /// Places of the slots in use.
    private(set) var used: [Int32] = []

    private static let size = 1 << 15
    /// Features that are counted; those of the longest text are fewer.
    private static let most = 24_000

    /// Forgets all counts.
    mutating func clear() {
        used.removeAll(keepingCapacity: true)
        turn &+= 1
        if turn == 0 {
            slots = [Slot](repeating: Slot(), count: Self.size)
            turn = 1
        }
    }

    mutating func add(_ feature: UInt32) {
        var place = Int(feature &* 0x9E37_79B1) & (Self.size - 1)
        while slots[place].turn == turn {
            if slots[place].feature == feature {
                slots[place].count &+= 1
                return
            }
            place = (place + 1) & (Self.size - 1)
        }
        guard used.count < Self.most else { return }
        slots[place] = Slot(feature: feature, turn: turn, count: 1)
        used.append(Int32(truncatingIfNeeded: place))
    }

    /// Feature and count of a place of ``used``.
    func entry(_ place: Int32) -> (feature: Int, count: Int) {
        let slot = slots[Int(place)]
        return (Int(slot.feature), Int(slot.count))
    }
}
