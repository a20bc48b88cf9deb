import Contracts
import FoundationEssentials
import Testing
import Tickets

@testable import Intake

/// A member to change, by its path, and what is wrong then.
struct BadField: Sendable, CustomTestStringConvertible {
    let path: [String]
    /// JSON; empty takes the member away.
    let json: String
    let field: String
    let reason: String

    init(_ path: String, _ json: String, _ reason: String, at field: String? = nil) {
        self.path = path.split(separator: ".").map(String.init)
        self.json = json
        self.field = field ?? path
        self.reason = reason
    }

    var testDescription: String { "\(path.joined(separator: ".")) \(json.prefix(40))" }

    var bytes: [UInt8] {
        get throws {
            var members = RequestFixture().members
            let value = json.isEmpty ? nil : try JSONDocument(Array(json.utf8)).root
            if path.count == 1 {
                members[path[0]] = value
            } else {
                var inner: [String: JSONValue] = [:]
                if case .object(let given)? = members[path[0]] { inner = given }
                inner[path[1]] = value
                members[path[0]] = .object(inner)
            }
            return Array(JSONValue.object(members).text.utf8)
        }
    }

    static func quoted(_ letter: String, _ count: Int) -> String {
        "\"" + String(repeating: letter, count: count) + "\""
    }

    static let all: [BadField] = [
        BadField("channel", "", "must be given"), BadField("channel", "null", "must be given"),
        BadField("channel", "1", "must be a text, not a number"),
        BadField("channel", "\"fax\"", "must be one of email"),
        BadField("channel", "\"Email\"", "must be one of"), BadField("channel", "[\"email\"]", "not a list"),
        BadField("account", "7", "must be a text"), BadField("account", quoted("a", 321), "at most 320"),
        BadField("account", "\"a\\nb\"", "line breaks"), BadField("externalId", "", "must be given"),
        BadField("externalId", "\"\"", "1 to 998 bytes"), BadField("externalId", quoted("x", 999), "1 to 998 bytes"),
        BadField("externalId", quoted("é", 500), "1 to 998 bytes"),
        BadField("externalId", "\"a\\r\\nBcc: x\"", "line breaks"),
        BadField("externalId", "{}", "not an object"), BadField("receivedAt", "", "must be given"),
        BadField("receivedAt", "\"yesterday\"", "RFC 3339"), BadField("receivedAt", "1790000000", "must be a text"),
        BadField("receivedAt", "\"2026-11-21\"", "RFC 3339"),
        BadField("receivedAt", "\"2026-11-21T08:15:30\"", "RFC 3339"),
        BadField("receivedAt", "\"2026-02-30T08:15:30Z\"", "RFC 3339"), BadField("receivedAt", "true", "a truth value"),
        BadField("sender", "", "must be given"), BadField("sender", "\"lan\"", "must be an object"),
        BadField("sender", "{}", "at least one of"), BadField("sender", "{\"name\":\"Lan\"}", "at least one of"),
        BadField("sender", "{\"email\":null}", "at least one of"), BadField("sender.name", "1", "must be a text"),
        BadField("sender.name", quoted("n", 201), "at most 200"), BadField("sender.email", "\"lan\"", "no @"),
        BadField("sender.email", "\"\"", "empty"),
        BadField("sender.email", "\"a@b\\r\\nBcc: c@d\"", "control characters"),
        BadField("sender.email", "\"Lan <lan@example.com>\"", "name@domain"),
        BadField("sender.email", "5", "must be a text"),
        BadField("sender.email", "\"a@\\u0000b\"", "email refused"),
        BadField("sender.phone", "\"12345678\"", "country"),
        BadField("sender.phone", "\"+49 call me\"", "no telephone number has"),
        BadField("sender.phone", "\"+123\"", "7 to 15"),
        BadField("sender.phone", quoted("1", 41), "at most 40"),
        BadField("sender.handle", quoted("h", 201), "at most 200"),
        BadField("sender.handle", quoted("h", 129), "too long"), BadField("sender.handle", "\"a\\tb\"", "control"),
        BadField("subject", quoted("s", 2_001), "at most 2000"), BadField("subject", "[]", "must be a text"),
        BadField("body", "", "must be given"), BadField("body", "null", "must be given"),
        BadField("body", "5", "must be a text"),
        BadField("body", quoted("b", 1_048_577), "1 MiB"), BadField("body", quoted("é", 524_289), "1 MiB"),
        BadField("locale", "\"vi_VN\"", "BCP 47"), BadField("locale", "\"\"", "BCP 47"),
        BadField("locale", "\"123\"", "BCP 47"),
        BadField("locale", quoted("a-", 20), "BCP 47"), BadField("locale", "{}", "must be a text"),
        BadField("country", "\"VNM\"", "two letters"), BadField("country", "\"1a\"", "two letters"),
        BadField("country", "\"é\"", "two letters"), BadField("product", "[]", "must be an object"),
        BadField("product.model", quoted("m", 201), "at most 200"), BadField("product.serial", "12", "must be a text"),
        BadField("product.orderNumber", "false", "must be a text"), BadField("occurrence", "1", "must be an object"),
        BadField("occurrence.at", "\"noon\"", "RFC 3339"),
        BadField("occurrence.place", quoted("p", 501), "at most 500"),
        BadField("inReplyTo", "\"<1@mail>\"", "must be a list"),
        BadField("inReplyTo", "[1]", "must be a text", at: "inReplyTo[0]"),
        BadField("inReplyTo", "[\"a\",\"\"]", "1 to 998", at: "inReplyTo[1]"),
        BadField("inReplyTo", "[\"a\\u001fb\"]", "control", at: "inReplyTo[0]"),
        BadField("inReplyTo", "[" + Array(repeating: "\"a\"", count: 101).joined(separator: ",") + "]", "at most 100"),
        BadField("machine", "\"yes\"", "true or false"), BadField("machine", "1", "true or false"),
        BadField("attachments", "{}", "must be a list"),
        BadField("attachments", "[1]", "must be an object", at: "attachments[0]"),
        BadField("attachments", "[{\"name\":1}]", "must be a text", at: "attachments[0].name"),
        BadField("attachments", "[{\"name\":\(quoted("n", 256))}]", "at most 255", at: "attachments[0].name"),
        BadField("attachments", "[{},{\"size\":-1}]", "whole number", at: "attachments[1].size"),
        BadField("attachments", "[{\"size\":1.5}]", "whole number", at: "attachments[0].size"),
        BadField("attachments", "[{\"size\":1e400}]", "whole number", at: "attachments[0].size"),
        BadField("attachments", "[{\"size\":1099511627777}]", "whole number", at: "attachments[0].size"),
        BadField("attachments", "[{\"sha256\":\"ab\"}]", "64 hexadecimal", at: "attachments[0].sha256"),
        BadField("attachments", "[{\"sha256\":\(quoted("g", 64))}]", "64 hexadecimal", at: "attachments[0].sha256"),
        BadField("attachments", "[{\"url\":\(quoted("u", 2_049))}]", "at most 2048", at: "attachments[0].url"),
        BadField("attachments", "[{\"url\":\"https://a b\"}]", "percent-encode", at: "attachments[0].url"),
        BadField("unknown", quoted("u", 65_600), "64 KiB", at: ""),
    ]
}

@Suite("Validation of requests")
struct ValidationTests {
    @Test("a bad field is refused with its reason", arguments: BadField.all)
    func refused(bad: BadField) throws {
        let refusal = #expect(throws: IntakeValidation.Refusal.self) {
            try IntakeValidation.request(in: try bad.bytes)
        }

        let found = refusal?.errors.first { $0.field == bad.field }
        #expect(found?.reason.contains(bad.reason) == true, "\(refusal?.errors ?? [])")
        #expect(refusal?.errors.count == 1)
    }

    @Test(
        "what is no JSON object is refused as a whole",
        arguments: [
            ("", "a value is expected"), ("null", "must be a JSON object, not null"), ("[]", "must be a JSON object"),
            ("{", "a name in quotes"), ("{}x", "nothing may follow"), ("{\"a\":1,}", "a name in quotes"),
            ("{\"a\":1,\"a\":2}", "only once"), ("{\"a\":01}", "a comma or }"), ("{\"a\":1e401}", "exponents"),
            ("{\"a\":+1}", "a value is expected"), ("{\"a\":\"b\nc\"}", "must be escaped"),
            ("{\"a\":\"\\x\"}", "stands before"),
            ("{\"a\":\"\\u12g4\"}", "four hexadecimal"), ("{\"a\":NaN}", "a value is expected"),
            ("{'a':1}", "a name in quotes"),
            ("{\"a\":" + String(repeating: "9", count: 401) + "}", "at most 400 digits"),
            (String(repeating: "[", count: 65), "64 deep"), (String(repeating: "{\"a\":", count: 65), "64 deep"),
            ("[" + String(repeating: "0,", count: 100_000) + "0]", "at most 100000 values"),
        ]
    )
    func whole(text: String, reason: String) {
        let refusal = #expect(throws: IntakeValidation.Refusal.self) {
            try IntakeValidation.request(in: Array(text.utf8))
        }

        #expect(refusal?.errors.map(\.field) == [""])
        #expect(refusal?.errors.first?.reason.contains(reason) == true, "\(refusal?.errors ?? [])")
    }

    @Test("other encodings are named", arguments: ["UTF-16", "compressed", "another encoding"])
    func encodings(name: String) {
        let text = String(decoding: RequestFixture().bytes, as: UTF8.self)
        let bytes: [UInt8] =
            switch name {
            case "UTF-16": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + [0xD8]
            case "compressed": [0x1F, 0x8B, 0x08, 0x00, 0xFF]
            default: Array(text.utf8) + [0xE9]
            }

        let refusal = #expect(throws: IntakeValidation.Refusal.self) { try IntakeValidation.request(in: bytes) }

        #expect(refusal?.errors.first?.reason.contains(name) == true)
    }

    @Test("all errors are told, twenty at most")
    func many() {
        let fixture = RequestFixture { fixture in
            fixture.members["body"] = .number("1")
            fixture.members["channel"] = .null
            fixture.members["inReplyTo"] = .array(Array(repeating: .null, count: 100))
        }

        let refusal = #expect(throws: IntakeValidation.Refusal.self) { try IntakeValidation.request(in: fixture.bytes) }

        #expect(refusal?.errors.count == 20)
        #expect(refusal?.errors.map(\.field).prefix(3) == ["channel", "body", "inReplyTo[0]"])
        #expect(refusal?.externalID == "<1@mail>")
    }

    @Test("a message that was too large to hold is refused by its size")
    func oversize() {
        let refusal = #expect(throws: IntakeValidation.Refusal.self) {
            try IntakeValidation.request(in: [], oversize: 9_000_000)
        }

        #expect(refusal?.errors.first?.reason.contains("9000000 bytes") == true)
    }

    @Test("texts are kept to the byte but for U+0000 and broken lines")
    func faithful() throws {
        let json = """
            \u{FEFF}{"channel":"chat","externalId":"e\\u0301","receivedAt":"2026-11-21T08:15:30.5+07:00","sender":
            {"handle":"@Lan","name":"a\\r\\nb"},"subject":"one\\ntwo\\tthree","country":"vn","locale":"zh-Hans-CN",
            "body":"e\\u0301 \\ud83d\\ude00 \\ud83d \\u0000 \\r\\n👩‍👩‍👧","inReplyTo":null}
            """

        let request = try IntakeValidation.request(in: Array(json.utf8))

        #expect(Array(request.body.utf8) == Array("e\u{301} 😀 \u{FFFD} \u{FFFD} \r\n👩‍👩‍👧".utf8))
        #expect(Array(request.externalID.utf8) == Array("e\u{301}".utf8))
        #expect(request.subject == "one two three")
        #expect(request.senderName == "a b")
        #expect(request.country == "VN")
        #expect(request.points.map(\.value) == ["chat:lan"])
        #expect(request.receivedAt == Date(timeIntervalSince1970: 1_795_223_730.5))
        #expect(request.flags == [.nulReplaced, .surrogateReplaced])
    }

    @Test("unknown fields are kept where they were")
    func unknown() throws {
        let fixture = RequestFixture { fixture in
            fixture.members["mood"] = .number("1.50")
            fixture.members["product"] = .object(["model": .string("X1"), "colour": .string("red")])
            fixture.members["attachments"] = .array([.object(["name": .string("a"), "pages": .number("3")])])
        }

        let request = try IntakeValidation.request(in: fixture.bytes)

        #expect(JSONValue.object(request.extra).text == #"{"mood":1.50,"product":{"colour":"red"}}"#)
        #expect(JSONValue.array(request.attachments).text == #"[{"name":"a","pages":3}]"#)
    }

    @Test("what an adapter sets aside is refused for its own reason")
    func setAside() throws {
        let fixture = RequestFixture { fixture in
            fixture.members["setAside"] = .string("is our own mail come back")
            fixture.members["sender"] = .object([:])
        }

        let refusal = #expect(throws: IntakeValidation.Refusal.self) {
            try IntakeValidation.request(in: fixture.bytes)
        }

        #expect(refusal?.errors == [.init(field: "setAside", reason: "is our own mail come back")])
        #expect(refusal?.externalID == "<1@mail>")
    }

    @Test("how a mail was read is kept beside the message and is no part of its content")
    func mail() throws {
        let fixture = RequestFixture { $0.members["mail"] = .object(["kind": .string("person")]) }

        let request = try IntakeValidation.request(in: fixture.bytes)

        #expect(JSONValue.object(request.extra).text == #"{"mail":{"kind":"person"}}"#)
        #expect(request.content.digest == (try IntakeValidation.request(in: RequestFixture().bytes)).content.digest)
    }

    @Test("the contract's own type passes")
    func contract() throws {
        let contract = try WireJSON.decode(IntakeRequestV1.self, from: RequestFixture().bytes)

        let request = try IntakeValidation.request(in: try WireJSON.encode(contract))

        #expect(request.body == contract.body)
        #expect(request.receivedAt == contract.receivedAt)
    }

    @Test(
        "content ignores what differs between two deliveries",
        arguments: [("receivedAt", true), ("account", true), ("mood", true), ("body", false), ("subject", false)]
    )
    func content(member: String, isSame: Bool) throws {
        let fixture = RequestFixture()
        var changed = fixture
        changed.members[member] = .string(member == "receivedAt" ? "2026-11-21T09:00:00Z" : "other")

        let one = try IntakeValidation.request(in: fixture.bytes)
        let other = try IntakeValidation.request(in: changed.bytes)

        #expect((one.content == other.content) == isSame)
    }

    @Test(
        "clocks start between 72 hours ago and now",
        arguments: [(-80.0, -72.0), (-72, -72), (-1, -1), (0, 0), (5, 0)]
    )
    func clamped(receivedHours: Double, startHours: Double) throws {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        let fixture = RequestFixture { $0.receivedAt = now.addingTimeInterval(receivedHours * 3600) }

        let request = try IntakeValidation.request(in: fixture.bytes)

        #expect(request.clockStart(now: now) == now.addingTimeInterval(startHours * 3600))
    }
}
