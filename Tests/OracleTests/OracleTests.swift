import FoundationEssentials
import Testing

@testable import Oracle

@Suite("Minute oracle")
struct OracleTests {
    /// All zones of the machine, asked of the C library once for the whole suite.
    static let zones = Result { try OracleZones() }

    @Test("business time and clocks agree with the oracle", arguments: 0..<20)
    func agreement(part: Int) throws {
        let run = OracleRun(seed: 20_261_122, zones: try Self.zones.get())
        var mismatches: [String] = []

        run.run(part * 1_000..<(part + 1) * 1_000) { mismatches.append($0.text) }

        #expect(mismatches.isEmpty, "\(mismatches.prefix(3).joined(separator: "\n"))")
    }

    @Test("the same seed and number give the same case")
    func repeatable() throws {
        let zones = try Self.zones.get()

        let first = (0..<200).map { CaseMaker(seed: 7, zones: zones).make($0).expected }
        let again = (0..<200).reversed().map { CaseMaker(seed: 7, zones: zones).make($0).expected }

        #expect(first == again.reversed())
        #expect(Set(first).count > 100)
    }

    @Test("the oracle knows the hours that clocks skip and repeat")
    func turns() throws {
        let zones = try Self.zones.get()
        let berlin = try #require(zones.named("Europe/Berlin"))
        let night = OracleCalendar.Hours(begin: 120, end: 180)
        let oracle = MinuteOracle(
            calendar: OracleCalendar(zone: berlin, week: [[OracleCalendar.Hours]](repeating: [night], count: 7))
        )
        let spring = 1_743_289_200  // 2025-03-30T00:00 in Berlin, when 02:00 became 03:00
        let autumn = 1_761_429_600  // 2025-10-26T00:00, when 03:00 became 02:00

        #expect(oracle.elapsed(from: spring, to: spring + 82_800, pauses: OraclePauses([])) == 0)
        #expect(oracle.elapsed(from: autumn, to: autumn + 90_000, pauses: OraclePauses([])) == 7_200)
        #expect(oracle.due(from: autumn, seconds: 7_200, pauses: OraclePauses([])) == autumn + 14_400)
    }

    @Test("cases cover every question, pauses and both halves of a policy swap")
    func variety() throws {
        let maker = CaseMaker(seed: 3, zones: try Self.zones.get())
        var questions: [String: Int] = [:]
        var swaps = 0

        for number in 0..<2_000 {
            let question = maker.make(number).question
            questions[String("\(question)".prefix { $0.isLetter }), default: 0] += 1
            guard case .clocks(let ledger) = question else { continue }
            let looks = ledger.policies.map { ledger.events(until: $0.until).count }
            if looks.count == 2, looks[0] < looks[1] { swaps += 1 }
        }

        #expect(Set(questions.keys) == ["due", "elapsed", "isOpen", "nextOpening", "nextClosing", "clocks"])
        #expect(questions.values.allSatisfy { $0 > 50 })
        #expect(swaps > 100)
    }
}
