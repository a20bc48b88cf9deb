import Contracts
import FoundationEssentials
import Testing

@Suite("Wire JSON")
struct WireJSONTests {
    @Test("the same value always gives the same bytes")
    func deterministic() throws {
        let names = (0..<200).map { "key\($0 * 7_919 % 200)" }
        let forwards = Dictionary(uniqueKeysWithValues: names.map { ($0, $0.count) })
        let backwards = Dictionary(uniqueKeysWithValues: names.reversed().map { ($0, $0.count) })

        let first = try WireJSON.encode(forwards)

        for _ in 0..<20 { #expect(try WireJSON.encode(backwards) == first) }
    }

    @Test(
        "texts keep slashes and every script",
        arguments: [
            ("a/b", #""a/b""#), ("泵 đỏ ش 🚰", #""泵 đỏ ش 🚰""#), ("a\"b\\c\n", #""a\"b\\c\n""#), ("\u{0}", #""\u0000""#),
        ]
    )
    func texts(text: String, json: String) throws {
        let bytes = try WireJSON.encode(Wrapped(value: text))

        #expect(String(decoding: bytes, as: UTF8.self) == "{\"value\":\(json)}")
        #expect(try WireJSON.decode(Wrapped<String>.self, from: bytes).value == text)
    }

    @Test("instants are RFC 3339 with microseconds")
    func instants() throws {
        let date = Date(timeIntervalSince1970: 1_795_248_930.25)

        let bytes = try WireJSON.encode(Wrapped(value: date))

        #expect(String(decoding: bytes, as: UTF8.self) == #"{"value":"2026-11-21T08:15:30.250000Z"}"#)
        #expect(try WireJSON.decode(Wrapped<Date>.self, from: bytes).value == date)
    }

    @Test("what is no instant is refused by its field", arguments: [#""2026-02-30T00:00:00Z""#, #""soon""#, #""""#])
    func noInstant(json: String) {
        let error = #expect(throws: DecodingError.self) {
            try WireJSON.decode(Wrapped<Date>.self, from: Array("{\"value\":\(json)}".utf8))
        }

        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error)), expected corrupted data")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["value"])
    }

    @Test("numbers that are not finite are refused", arguments: [Double.nan, .infinity, -.infinity])
    func infinite(number: Double) {
        #expect(throws: EncodingError.self) { try WireJSON.encode(Wrapped(value: number)) }
    }

    @Test(
        "numbers that JSON does not know are refused",
        arguments: [
            "01", "+1", "1.", ".5", "-", "1e", "NaN", "Infinity", "0x10", "1_000", "１",
        ]
    )
    func numbers(text: String) {
        #expect(throws: DecodingError.self) {
            try WireJSON.decode(Wrapped<Double>.self, from: Array("{\"value\":\(text)}".utf8))
        }
    }

    @Test("commas and brackets within texts mean nothing", arguments: [#",}"#, #"\",]"#, #"\\"#, #"[,{ ,"#])
    func commas(text: String) throws {
        let json = "{\"value\":\"\(text)\" , \"more\":[ ] }"

        #expect(throws: Never.self) { try WireJSON.decode(Wrapped<String>.self, from: Array(json.utf8)) }
    }

    @Test("bytes that are no JSON in UTF-8 are refused", arguments: faulty)
    func broken(bytes: [UInt8]) {
        #expect(throws: DecodingError.self) { try WireJSON.decode(Wrapped<String>.self, from: bytes) }
    }
}

private struct Wrapped<Value: Codable & Sendable>: Codable, Sendable {
    let value: Value
}

private let faulty: [[UInt8]] = [
    [], [0], Array("{".utf8), Array(#"{"value":"a"} x"#.utf8), Array(#"{"value":"a",}"#.utf8),
    Array("{\"value\":\"a\",\n}".utf8), Array(#"{"value":"a","more":[1, ]}"#.utf8),
    Array(#"{"value":"a",,"b":1}"#.utf8),
    Array(#"{,"value":"a"}"#.utf8), Array(#"{"value":"a" /* b */}"#.utf8), Array(#"{'value':'a'}"#.utf8),
    Array(#"{value:"a"}"#.utf8), Array(#"{"value":""#.utf8) + [0xFF] + Array(#""}"#.utf8),
    Array(#"{"value":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), Array(#"{"value":"\ud800"}"#.utf8),
    Array("{\"value\":\"a\nb\"}".utf8), Array(#"{"value":"a"}"#.utf16.flatMap { [UInt8($0), 0] }),
    [0xFF, 0xFE] + Array(#"{"value":"a"}"#.utf16.flatMap { [UInt8($0), 0] }),
    Array(#"{"value":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 100_000),
]
