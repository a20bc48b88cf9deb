import Contracts
import FoundationEssentials
import Testing
import Tickets

@testable import WorkerKit

extension UUID {
    /// A fixed id.
    static func numbered(_ number: Int) -> UUID {
        var generator = Counter(state: UInt64(number))
        return .version7(at: Office.monday, using: &generator)
    }
}

/// Counts instead of guessing.
struct Counter: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return (state ^ (state >> 31)) &* 0x94D0_49BB_1331_11EB
    }
}

extension Envelope {
    /// An envelope of the minute `told` after the clock's start.
    static func sample(attempt: Int = 1, told: Int = 1) -> Envelope {
        Envelope(
            id: .version7(at: Office.monday.addingTimeInterval(60 * Double(told))),
            queue: "dispatcher.normal",
            attempt: attempt,
            trace: .begin(),
            replyTo: nil,
            causes: []
        )
    }
}

extension TicketClassifiedV1 {
    static func sample(_ number: Int) -> TicketClassifiedV1 {
        TicketClassifiedV1(
            ticketID: .numbered(number),
            category: "technical_fault",
            confidence: 1,
            language: "en",
            priority: 3,
            lane: .normal,
            rulesVersion: "1"
        )
    }
}

extension TicketResolvedV1 {
    static func sample(_ number: Int) -> TicketResolvedV1 {
        TicketResolvedV1(ticketID: .numbered(number), version: 1, cycle: 1)
    }
}

extension TicketReopenedV1 {
    static func sample(_ number: Int) -> TicketReopenedV1 {
        TicketReopenedV1(ticketID: .numbered(number), version: 2, cycle: 2)
    }
}

extension TicketReassignRequestedV1 {
    static func sample(_ number: Int, to agent: String? = nil) -> TicketReassignRequestedV1 {
        TicketReassignRequestedV1(ticketID: .numbered(number), agentID: agent, actor: "agent:lead")
    }
}

extension SLABreachedV1 {
    static func sample(_ number: Int, metric: String = "resolution", level: Int = 1) -> SLABreachedV1 {
        SLABreachedV1(
            ticketID: .numbered(number),
            metric: metric,
            cycle: 1,
            level: level,
            role: "lead",
            dueAt: Office.monday,
            deadlineVersion: 1
        )
    }
}

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        await Pause.jittered(.milliseconds(20))
    }
    Issue.record("waited \(limit) for: \(what)")
}
