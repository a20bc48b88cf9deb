import Mutants

/// Which deliveries of one channel are still open, and how to acknowledge with the fewest frames.
///
/// `multiple` is used only up to the lowest open delivery: it would settle that one, too.
struct AckLedger {
    /// One acknowledgement to send.
    struct Ack: Equatable {
        var number: UInt64
        var multiple: Bool
    }

    /// Whether each delivery from `first` on is open; settled ones at the head are dropped.
    private var open: [Bool] = []
    private var head = 0
    private var first: UInt64 = 1

    /// The number of the lowest open delivery, or of the next one to come.
    var lowestOpen: UInt64 { first + UInt64(head) }

    /// A delivery arrived; numbers ascend by one from 1.
    mutating func delivered(_ number: UInt64) {
        // A number out of turn would be the broker's mistake; what was skipped counts as settled.
        while first + UInt64(open.count) < number { open.append(false) }
        open.append(true)
    }

    /// Closes a delivery that is answered by itself.
    ///
    /// False if it was not open.
    mutating func close(_ number: UInt64) -> Bool {
        guard let index = index(of: number), open[index] else { return false }
        open[index] = false
        skipSettled()
        return true
    }

    /// Closes deliveries and says which acknowledgements tell the broker so.
    mutating func acknowledge(_ numbers: [UInt64]) -> [Ack] {
        let closed = numbers.filter { number in
            guard let index = index(of: number), open[index] else { return false }
            open[index] = false
            return true
        }
        skipSettled()
        let boundary = Mutant.multipleAckAcrossUnfinished.isOn ? .max : lowestOpen
        let prefix = closed.filter { $0 < boundary }
        let singles = closed.filter { $0 > boundary }.map { Ack(number: $0, multiple: false) }
        guard let last = prefix.max() else { return singles }
        return [Ack(number: last, multiple: prefix.count > 1)] + singles
    }

    private func index(of number: UInt64) -> Int? {
        guard number >= first else { return nil }
        let index = Int(number - first)
        return index < open.count ? index : nil
    }

    private mutating func skipSettled() {
        while head < open.count, !open[head] { head += 1 }
        guard head >= 4_096 || head == open.count else { return }
        open.removeFirst(head)
        first += UInt64(head)
        head = 0
    }
}
