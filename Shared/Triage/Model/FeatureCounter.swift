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

    /// One less than the number of slots that this text uses: a small part of the table stays in the nearest cache.
    private var mask = 0

    private static let size = 1 << 15
    /// Features that are counted; those of the longest text are fewer.
    private static let most = 24_000

    /// Forgets all counts; at most so many features follow.
    mutating func clear(for features: Int) {
        used.removeAll(keepingCapacity: true)
        var slots = 1 << 10
        while slots < Self.size, 3 * slots < 4 * features { slots *= 2 }
        mask = slots - 1
        turn &+= 1
        if turn == 0 {
            self.slots = [Slot](repeating: Slot(), count: Self.size)
            turn = 1
        }
    }

    mutating func add(_ feature: UInt32) {
        var place = Int(feature &* 0x9E37_79B1) & mask
        while slots[place].turn == turn {
            if slots[place].feature == feature {
                slots[place].count &+= 1
                return
            }
            place = (place + 1) & mask
        }
        guard used.count < min(Self.most, mask) else { return }
        slots[place] = Slot(feature: feature, turn: turn, count: 1)
        used.append(Int32(truncatingIfNeeded: place))
    }

    /// Feature and count of a place of ``used``.
    func entry(_ place: Int32) -> (feature: Int, count: Int) {
        let slot = slots[Int(place)]
        return (Int(slot.feature), Int(slot.count))
    }
}
