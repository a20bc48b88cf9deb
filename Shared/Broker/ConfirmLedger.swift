/// Publishes of one channel that the broker has not confirmed yet.
///
/// The broker numbers them from 1 in the order sent, and answers in any order, several at once.
struct ConfirmLedger<Entry> {
    private var entries: [Entry?] = []
    private var head = 0
    private var first: UInt64 = 1
    private(set) var outstanding = 0

    /// Counts a publish and gives its number.
    @discardableResult
    mutating func sent(_ entry: Entry) -> UInt64 {
        entries.append(entry)
        outstanding += 1
        return first + UInt64(entries.count) - 1
    }

    /// Takes out what an answer settles.
    mutating func settle(_ number: UInt64, multiple: Bool) -> [Entry] {
        guard number >= first, outstanding > 0 else { return [] }
        let last = min(Int(number - first), entries.count - 1)
        guard last >= head else { return [] }
        var settled: [Entry] = []
        for index in (multiple ? head : last)...last {
            guard let entry = entries[index] else { continue }
            settled.append(entry)
            entries[index] = nil
        }
        outstanding -= settled.count
        skipSettled()
        return settled
    }

    /// Everything unsettled in the order sent; the ledger begins anew.
    mutating func reset() -> [Entry] {
        defer { self = ConfirmLedger() }
        return entries.compactMap(\.self)
    }

    /// The oldest unsettled entry that fits.
    func first(where fits: (Entry) -> Bool) -> Entry? {
        for index in head..<entries.count {
            if let entry = entries[index], fits(entry) { return entry }
        }
        return nil
    }

    private mutating func skipSettled() {
        while head < entries.count, entries[head] == nil { head += 1 }
        guard head >= 4_096 || head == entries.count else { return }
        entries.removeFirst(head)
        first += UInt64(head)
        head = 0
    }
}
