import Broker
import Testing

@testable import WorkerKit

@Suite("Causes")
struct CauseTests {
    @Test("trouble with the broker is told with what to do")
    func broker() {
        let text = Cause.text(of: BrokerError.cannotConnect(reason: "connection refused"))

        #expect(text.contains("cannot connect to the broker: connection refused"))
        #expect(text.contains("check"))
    }

    @Test("of an unknown failure only the kind is told")
    func unknown() {
        struct Oddity: Error { let secret = "s3cret" }

        #expect(!Cause.text(of: Oddity()).contains("s3cret"))
    }
}
