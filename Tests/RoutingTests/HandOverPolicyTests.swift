import FoundationEssentials
import Testing
import Tickets

@testable import Routing

@Suite("The policy of handing over")
struct HandOverPolicyTests {
    @Test("what is left out is as in the standard")
    func standard() throws {
        let policy = try JSONDecoder().decode(HandOverPolicy.self, from: Data(#"{"followTheSun": true}"#.utf8))

        #expect(policy.followTheSun && !policy.escalates)
        #expect(policy.silence(.p1) == 60 && policy.silence(.p4) == 960 && policy.absence == 240)
        #expect(policy.problems.isEmpty && HandOverPolicy.standard.problems.isEmpty)
    }

    @Test("zero and nothing mean never")
    func never() {
        let policy = HandOverPolicy(silentMinutes: ["p1": 0], absentMinutes: 0)

        #expect(Priority.allCases.allSatisfy { policy.silence($0) == nil } && policy.absence == nil)
    }

    @Test("a person's word about a break goes before priority and safety")
    func continuous() {
        let policy = HandOverPolicy(continuous: ["p1", "safety"])

        #expect(policy.isContinuous(.p1, isSafety: false, mark: nil))
        #expect(policy.isContinuous(.p3, isSafety: true, mark: nil))
        #expect(!policy.isContinuous(.p3, isSafety: false, mark: nil))
        #expect(!policy.isContinuous(.p1, isSafety: true, mark: false))
        #expect(policy.isContinuous(.p4, isSafety: false, mark: true))
    }

    @Test("what cannot hold is named with what to write")
    func problems() {
        let policy = HandOverPolicy(
            silentMinutes: ["p9": 1, "p1": -1],
            absentMinutes: 200_000,
            shiftEndMinutes: 481,
            continuous: ["vip"]
        )

        #expect(
            policy.problems.map(\.field) == [
                "silentMinutes", "silentMinutes", "absentMinutes", "shiftEndMinutes", "continuous",
            ]
        )
    }
}
