import Contracts
import FoundationEssentials
import Testing

@Suite("Intake contract")
struct IntakeTests {
    /// Golden files of the contracts that adapters see.
    static let goldens: Set = ["intake-request.v1", "intake-answer.v1", "intake-answer.v1.refused"]

    @Test("a request keeps every field")
    func request() throws {
        let golden = try Golden("intake-request.v1")

        let request = try WireJSON.decode(IntakeRequestV1.self, from: golden.wire())

        #expect(try WireJSON.encode(request) == golden.wire())
        #expect(request.body == "Line one\nLine \"two\" / three 泵")
        #expect(request.receivedAt == Date(timeIntervalSince1970: 1_795_248_930))
        #expect(request.attachments?.first?.size == 1 << 40)
        #expect(request.inReplyTo == ["<1@mail.example.net>", "<2@mail.example.net>"])
    }

    @Test("a request without a required field names it")
    func missing() throws {
        let golden = try Golden("intake-request.v1")
        let required: Set = ["channel", "externalId", "receivedAt", "sender", "body"]

        for field in golden.fields.map(\.key) {
            let bytes = golden.wire(without: field)

            guard required.contains(field) else {
                #expect(try WireJSON.encode(WireJSON.decode(IntakeRequestV1.self, from: bytes)) == bytes)
                continue
            }
            #expect(missingKey(bytes) == field)
        }
    }

    @Test("a request may hold fields nobody knows")
    func unknown() throws {
        let golden = try Golden("intake-request.v1")

        let request = try WireJSON.decode(
            IntakeRequestV1.self,
            from: golden.wire(setting: "warrantyClass", to: #"{"years":[2,3]}"#)
        )

        #expect(try WireJSON.encode(request) == golden.wire())
    }

    @Test("null in an optional field counts as absent")
    func null() throws {
        let golden = try Golden("intake-request.v1")

        let bytes = golden.wire(setting: "product", to: #"{"model":null}"#)
        let request = try WireJSON.decode(IntakeRequestV1.self, from: bytes)

        #expect(request.product != nil)
        #expect(request.product?.model == nil)
    }

    @Test("an error deep in a request names its path")
    func path() throws {
        let bytes = try Golden("intake-request.v1").wire(setting: "attachments", to: #"[{},{"size":"big"}]"#)

        let error = #expect(throws: DecodingError.self) { try WireJSON.decode(IntakeRequestV1.self, from: bytes) }

        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error)), expected a type mismatch")
            return
        }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        #expect(path == ["attachments", "1", "size"])
    }

    @Test("an answer holds the ticket or the errors, never both")
    func answer() throws {
        let reason = "email refused: it has no @; send name@domain"
        let accepted = IntakeAnswerV1.accepted(ticket: "AS-4Q7ZK0XM", duplicate: false)
        let refused = IntakeAnswerV1.refused([.init(field: "sender.email", reason: reason)])

        #expect(try WireJSON.encode(accepted) == Golden("intake-answer.v1").wire())
        #expect(try WireJSON.encode(refused) == Golden("intake-answer.v1.refused").wire())
        #expect(try WireJSON.decode(IntakeAnswerV1.self, from: WireJSON.encode(accepted)) == accepted)
        #expect(try WireJSON.decode(IntakeAnswerV1.self, from: WireJSON.encode(refused)) == refused)
    }

    @Test("the documented requests and answers can be read", arguments: try examples())
    func documented(example: String) throws {
        let bytes = try Array(Data(contentsOf: Self.folder.appending(path: example)))

        if example.hasSuffix(".answer.json") {
            let answer = try WireJSON.decode(IntakeAnswerV1.self, from: bytes)
            #expect(answer.accepted == !example.hasPrefix("refused"))
            #expect(answer.accepted == (answer.errors == nil))
        } else if !example.hasPrefix("refused") {
            #expect(throws: Never.self) { _ = try WireJSON.decode(IntakeRequestV1.self, from: bytes) }
        }
    }

    private static let folder = Golden.root.appending(path: "docs/contracts/examples")

    private static func examples() throws -> [String] { try Golden.files(in: folder, suffix: ".json") }
}

private func missingKey(_ bytes: [UInt8]) -> String? {
    let error = #expect(throws: DecodingError.self) { try WireJSON.decode(IntakeRequestV1.self, from: bytes) }
    guard case .keyNotFound(let key, _) = error else { return nil }
    return key.stringValue
}
