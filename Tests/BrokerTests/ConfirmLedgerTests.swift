import Harness
import Testing

@testable import Broker

@Suite("Confirm ledger")
struct ConfirmLedgerTests {
    @Test("a multiple confirm settles everything up to its number")
    func multiple() {
        var ledger = ConfirmLedger<Int>()
        for entry in 1...5 { ledger.sent(entry) }

        #expect(ledger.settle(2, multiple: false) == [2])
        #expect(ledger.settle(4, multiple: true) == [1, 3, 4])
        #expect(ledger.outstanding == 1)
    }

    @Test("a number never sent settles nothing twice")
    func unknown() {
        var ledger = ConfirmLedger<Int>()
        ledger.sent(1)

        #expect(ledger.settle(1, multiple: false) == [1])
        #expect(ledger.settle(1, multiple: true).isEmpty)
        #expect(ledger.settle(9, multiple: true).isEmpty)
    }

    @Test("out of order confirms over many thousands settle each once")
    func order() {
        var ledger = ConfirmLedger<Int>()
        var generator = Seeded(7)
        var settled: [Int] = []

        for round in 0..<100 {
            for entry in 0..<200 { ledger.sent(round * 200 + entry) }
            for number in (1...200).shuffled(using: &generator) {
                settled += ledger.settle(UInt64(round * 200 + number), multiple: false)
            }
        }

        #expect(settled.sorted() == Array(0..<20_000))
        #expect(ledger.outstanding == 0)
    }

    @Test("reset gives what is unsettled in order")
    func reset() {
        var ledger = ConfirmLedger<Int>()
        for entry in 1...4 { ledger.sent(entry) }
        _ = ledger.settle(2, multiple: false)

        #expect(ledger.reset() == [1, 3, 4])
        #expect(ledger.sent(9) == 1)
    }
}
