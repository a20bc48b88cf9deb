import Harness
import Testing

@testable import Broker

@Suite("Ack ledger")
struct AckLedgerTests {
    @Test("a closed prefix is acknowledged with one frame")
    func prefix() {
        var ledger = AckLedger()
        for number in 1...5 { ledger.delivered(UInt64(number)) }

        let acks = ledger.acknowledge([1, 2, 3])

        #expect(acks == [.init(number: 3, multiple: true)])
    }

    @Test("an open delivery is never covered by a multiple ack")
    func gap() {
        var ledger = AckLedger()
        for number in 1...5 { ledger.delivered(UInt64(number)) }

        let acks = ledger.acknowledge([1, 2, 4, 5])

        #expect(acks.map(\.number) == [2, 4, 5])
        #expect(acks.map(\.multiple) == [true, false, false])
    }

    @Test("a settled delivery is not acknowledged again")
    func twice() {
        var ledger = AckLedger()
        ledger.delivered(1)
        ledger.delivered(2)
        _ = ledger.acknowledge([1])

        #expect(ledger.acknowledge([1]).isEmpty)
        #expect(ledger.acknowledge([2, 2]) == [.init(number: 2, multiple: false)])
    }

    @Test("random settling closes each delivery exactly once", arguments: 0..<50)
    func random(seed: Int) {
        var generator = Seeded(UInt64(seed))
        var ledger = AckLedger()
        var broker: Set<UInt64> = []
        var open: [UInt64] = []
        var next: UInt64 = 1

        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                ledger.delivered(next)
                broker.insert(next)
                open.append(next)
                next += 1
            }
            open.shuffle(using: &generator)
            let settled = open.suffix(Int.random(in: 0...open.count, using: &generator))
            open.removeLast(settled.count)
            let nacked = settled.prefix(settled.count / 5)
            for number in nacked where ledger.close(number) { broker.remove(number) }
            for ack in ledger.acknowledge(Array(settled.dropFirst(nacked.count))) {
                broker = ack.multiple ? broker.filter { $0 > ack.number } : broker.filter { $0 != ack.number }
            }
            #expect(broker == Set(open))
        }
    }
}
