import Testing
import Tickets

@Suite("Priority")
struct PriorityTests {
    @Test(
        "the matrix gives each pair its priority",
        arguments: [
            (.high, .one, .p2), (.high, .several, .p1), (.high, .many, .p1), (.medium, .one, .p3),
            (.medium, .several, .p3),
            (.medium, .many, .p2), (.low, .one, .p4), (.low, .several, .p4), (.low, .many, .p3),
        ] as [(Urgency, Impact, Priority)]
    )
    func matrix(urgency: Urgency, impact: Impact, expected: Priority) {
        #expect(Priority(urgency: urgency, impact: impact) == expected)
    }

    @Test("more urgency or impact never lowers the priority")
    func monotone() {
        for urgency in Urgency.allCases {
            let row = Impact.allCases.map { Priority(urgency: urgency, impact: $0) }
            #expect(row == row.sorted(by: >))
        }
        for impact in Impact.allCases {
            let column = Urgency.allCases.map { Priority(urgency: $0, impact: impact) }
            #expect(column == column.sorted(by: >))
        }
    }

    @Test("important customers gain a step, danger goes first")
    func raises() {
        #expect(Priority(urgency: .low, impact: .one, raises: [.vip]) == .p3)
        #expect(Priority(urgency: .high, impact: .many, raises: [.vip]) == .p1)
        #expect(Priority(urgency: .low, impact: .one, raises: [.safety]) == .p1)
    }

    @Test("lanes follow the priority")
    func lanes() {
        #expect(Priority.allCases.map(Lane.init) == [.urgent, .normal, .normal, .bulk])
    }

    @Test("wire names are those of the contract")
    func names() {
        #expect(
            Category.allCases.map(\.rawValue).joined(separator: " ")
                == "technical_fault product_quality usage_question logistics policy spare_part billing complaint other"
        )
        #expect(
            Channel.allCases.map(\.rawValue).joined(separator: " ")
                == "email web chat phone whatsapp sms app walk_in device"
        )
        #expect(Sentiment.allCases.map(\.rawValue) == ["positive", "neutral", "negative", "angry"])
        #expect(PauseReason.allCases.map(\.rawValue) == ["customer", "parts", "supplier", "visit", "agreed_date"])
    }
}
