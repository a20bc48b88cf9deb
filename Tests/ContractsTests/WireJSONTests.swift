import Harness
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

    @Test("ten thousand random values read as the library's encoder writes them")
    func peers() throws {
        var random = Seeded(7)
        let library = JSONEncoder()
        library.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]

        for _ in 0..<10_000 {
            let value = Anything.random(depth: 3, using: &random)
            let ours = String(decoding: try WireJSON.encode(value), as: UTF8.self)
            #expect(ours == String(decoding: try library.encode(value), as: UTF8.self))
        }
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

/// A value of any shape that Codable knows.
private enum Anything: Encodable {
    case text(String)
    case number(Double)
    case whole(Int)
    case truth(Bool)
    case nothing(Int?)
    case id(UUID)
    case list([Anything])
    case members([String: Anything])
    case pair(Pair)

    struct Pair: Encodable {
        let zulu: String
        let alpha: [Int]
        let mike: [String: Int]?
        let bravo: UUID
    }

    static func random(depth: Int, using random: inout Seeded) -> Anything {
        let length = Int.random(in: 0...6, using: &random)
        let text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
        let count = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0...(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .text(text)
        case 1: return .number(Double.random(in: -1e9...1e9, using: &random))
        case 2: return .whole(Int.random(in: .min ... .max, using: &random))
        case 3: return .truth(.random(using: &random))
        case 4: return .nothing(.random(using: &random) ? nil : 7)
        case 5: return .id(.random(using: &random))
        case 6: return .list((0..<count).map { _ in .random(depth: depth - 1, using: &random) })
        case 7:
            let keys = (0..<count).map { "k\($0 * 7 % 5)\(text)" }
            let pairs = keys.map { ($0, Anything.random(depth: depth - 1, using: &random)) }
            return .members(Dictionary(pairs) { first, _ in first })
        default: return .pair(Pair(zulu: text, alpha: [3, 1], mike: ["b": 1, "a": 2], bravo: .random(using: &random)))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .truth(let value): try container.encode(value)
        case .nothing(let value): try container.encode(value)
        case .id(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .members(let value): try container.encode(value)
        case .pair(let value): try container.encode(value)
        }
    }

    private static let letters = Array("aZ/\"\\\n\t\u{1}\u{8}\u{c}\r\u{1f}\u{7f}é机\u{2028}🚰_9")
}

extension UUID {
    fileprivate static func random(using random: inout Seeded) -> UUID {
        let last = UInt8.random(in: 0...255, using: &random)
        return UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 0xAB, 10, 11, 12, 13, 14, 0xFF, last))
    }
}
