import Broker
import Contracts
import FoundationEssentials
import Tickets

@testable import Intake
@testable import WorkerKit

/// A valid request as JSON, of which a test changes what it is about.
struct RequestFixture: Sendable {
    var members: [String: JSONValue] = [
        "channel": .string("email"),
        "account": .string("support@example.com"),
        "externalId": .string("<1@mail>"),
        "receivedAt": .string("2026-11-21T08:15:30Z"),
        "sender": .object(["name": .string("Lan"), "email": .string("lan@example.com")]),
        "subject": .string("Motor is loud"),
        "body": .string("It grinds since Monday."),
    ]

    init(_ change: (inout RequestFixture) -> Void = { _ in }) { change(&self) }

    var channel: String {
        get { "" }
        set { members["channel"] = .string(newValue) }
    }
    var account: String {
        get { "" }
        set { members["account"] = .string(newValue) }
    }
    var externalID: String {
        get { "" }
        set { members["externalId"] = .string(newValue) }
    }
    var receivedAt: Date {
        get { .distantPast }
        set { members["receivedAt"] = .string(RFC3339.text(newValue)) }
    }
    var email: String {
        get { "" }
        set { members["sender"] = .object(["email": .string(newValue)]) }
    }
    var sender: [String: String] {
        get { [:] }
        set { members["sender"] = .object(newValue.mapValues { .string($0) }) }
    }
    var subject: String {
        get { "" }
        set { members["subject"] = .string(newValue) }
    }
    var body: String {
        get { "" }
        set { members["body"] = .string(newValue) }
    }
    var inReplyTo: [String] {
        get { [] }
        set { members["inReplyTo"] = .array(newValue.map { .string($0) }) }
    }
    var machine: Bool {
        get { false }
        set { members["machine"] = .bool(newValue) }
    }

    var bytes: [UInt8] { Array(JSONValue.object(members).text.utf8) }

    /// The same as it comes from the queue.
    func message(attempt: Int = 1, replyTo: String? = nil, messageID: String? = nil) -> RawMessage {
        .bytes(bytes, attempt: attempt, replyTo: replyTo, messageID: messageID)
    }
}

extension RawMessage {
    /// Bytes as they come from the queue.
    static func bytes(
        _ bytes: [UInt8],
        attempt: Int = 1,
        replyTo: String? = nil,
        messageID: String? = nil,
        oversize: Int? = nil
    ) -> RawMessage {
        let properties = Properties(
            headers: ["aftersail-attempt": .int(Int64(attempt))],
            correlationID: replyTo.map { _ in "c1" },
            replyTo: replyTo,
            messageID: messageID
        )
        return RawMessage(
            Parcel(
                Delivery(
                    queue: "intake.requests",
                    tag: DeliveryTag(epoch: 1, number: 1),
                    properties: properties,
                    body: bytes,
                    oversize: oversize
                )
            )
        )
    }
}
