/// Deliveries that have arrived and wait to be taken, in the order of the subscriptions.
struct HeldDeliveries {
    private var lanes: [[Delivery]]
    private var heads: [Int]
    private(set) var count = 0
    private(set) var bytes = 0

    init(lanes: Int) {
        self.lanes = Array(repeating: [], count: lanes)
        heads = Array(repeating: 0, count: lanes)
    }

    var isEmpty: Bool { count == 0 }

    mutating func add(_ delivery: Delivery, lane: Int) {
        lanes[lane].append(delivery)
        count += 1
        bytes += delivery.weight
    }

    /// First of the first lane first; at least one if there is any, even above `maxBytes`.
    mutating func take(maxCount: Int, maxBytes: Int) -> [Delivery] {
        var taken: [Delivery] = []
        taken.reserveCapacity(min(count, maxCount))
        var size = 0
        for lane in lanes.indices {
            while taken.count < maxCount, heads[lane] < lanes[lane].count {
                let next = lanes[lane][heads[lane]]
                if !taken.isEmpty, size + next.body.count > maxBytes { return taken }
                size += next.body.count
                taken.append(next)
                drop(next, lane: lane)
            }
        }
        return taken
    }

    mutating func takeAll() -> [Delivery] {
        take(maxCount: .max, maxBytes: .max)
    }

    private mutating func drop(_ delivery: Delivery, lane: Int) {
        heads[lane] += 1
        count -= 1
        bytes -= delivery.weight
        if heads[lane] == lanes[lane].count {
            lanes[lane].removeAll(keepingCapacity: true)
            heads[lane] = 0
        } else if heads[lane] >= 1_024 {
            lanes[lane].removeFirst(heads[lane])
            heads[lane] = 0
        }
    }
}
