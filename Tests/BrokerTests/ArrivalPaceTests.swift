import Testing

@testable import Broker

@Suite("The pace of arrivals")
struct ArrivalPaceTests {
    private let start = ContinuousClock.now
    private let linger = Duration.milliseconds(40)

    @Test("messages now and then are not worth a wait")
    func rare() {
        var pace = ArrivalPace()
        for second in 0..<20 { pace.took(1, at: start + .seconds(second)) }

        #expect(!pace.isWorth(linger))
    }

    @Test("a stream is worth a wait")
    func stream() {
        var pace = ArrivalPace()
        for step in 0..<20 { pace.took(5, at: start + .milliseconds(step * 20)) }

        #expect(pace.isWorth(linger))
        #expect(!pace.isWorth(.zero))
    }

    @Test("a stream that ended is forgotten with the next message alone")
    func ended() {
        var pace = ArrivalPace()
        for step in 0..<20 { pace.took(50, at: start + .milliseconds(step * 20)) }
        pace.took(1, at: start + .seconds(5))

        #expect(!pace.isWorth(linger))
    }

    @Test("the first batch tells nothing")
    func first() {
        var pace = ArrivalPace()
        pace.took(500, at: start)

        #expect(!pace.isWorth(linger))
    }
}
