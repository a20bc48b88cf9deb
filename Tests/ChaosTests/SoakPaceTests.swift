import Testing

@testable import Chaos

@Suite("Pace of a soak")
struct SoakPaceTests {
    @Test("what one fault held up does not slow it down")
    func fault() {
        var pace = SoakPace(rate: 100)
        let slower = pace.ease(unsent: 9_000)

        #expect(slower == nil)
        #expect(pace.rate == 100)
    }

    @Test("it slows down as long as mails fall behind")
    func behind() {
        var pace = SoakPace(rate: 100)
        let first = pace.ease(unsent: 9_001)
        // What waits is measured by the rate of the moment.
        let kept = pace.ease(unsent: 7_650)
        let second = pace.ease(unsent: 7_651)

        #expect(first == 85)
        #expect(kept == nil)
        #expect(second == 72.25)
        #expect(pace.rate == 72.25)
    }
}
