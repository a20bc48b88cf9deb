import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Intake
@testable import WorkerKit

@Suite("Hostile payloads", .freshDatabase, .timeLimit(.minutes(3)))
struct FuzzTests {
    @Test("a thousand hostile payloads each end accepted or in quarantine")
    func thousand() async throws {
        let desk = Desk()
        var random = Seeded(2_026)
        let payloads = (0..<1_000).map { number in Self.payload(number, &random) }

        var answers: [IntakeAnswerV1] = []
        for start in stride(from: 0, to: payloads.count, by: 250) {
            let batch = payloads[start..<start + 250].map { RawMessage.bytes($0, attempt: 4, replyTo: "amq.gen-test") }
            let done = try await desk.take(Array(batch))
            #expect(done.verdicts.allSatisfy { $0 == .done })
            answers += done.answers
        }

        let accepted = answers.count(where: { $0.accepted && $0.duplicate == false })
        let refused = answers.count(where: { !$0.accepted && $0.errors?.isEmpty == false })
        let duplicate = answers.count(where: { $0.duplicate == true })
        #expect(accepted + refused + duplicate == 1_000)
        #expect(accepted > 50 && refused > 500)
        #expect(try await desk.count("message") == accepted)
        #expect(try await desk.number("SELECT sum(seen) AS n FROM quarantine") == refused)
        #expect(try await desk.number("SELECT count(*) AS n FROM quarantine WHERE errors = '[]'") == 0)
    }

    private static func payload(_ number: Int, _ random: inout Seeded) -> [UInt8] {
        var fixture = RequestFixture { $0.externalID = "<\(number)@fuzz>" }
        let names = fixture.members.keys.sorted()
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        let bytes = fixture.bytes
        let cut = Int.random(in: 0..<bytes.count, using: &random)
        switch number % 10 {
        case 0: return Array(bytes[..<cut])
        case 1:
            fixture.members[name] = hostile(&random)
            return fixture.bytes
        case 2: return (0..<cut).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 3:
            let depth = Int.random(in: 1...200, using: &random)
            let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return Array("{\"x\":\(nest),".utf8) + bytes.dropFirst()
        case 4: return String(decoding: bytes, as: UTF8.self).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        case 5:
            let digits = String(repeating: "9", count: Int.random(in: 1...800, using: &random))
            return Array("{\"x\":-\(digits).\(digits)e\(cut),".utf8) + bytes.dropFirst()
        case 6: return Array("{\"\(name)\":\(hostile(&random).text),".utf8) + bytes.dropFirst()
        case 7:
            var changed = bytes
            for _ in 0..<3 {
                changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return changed
        case 8:
            fixture.members["sender"] = .object(["email": .string("a@b.com\r\nBcc: \(number)"), "x": hostile(&random)])
            return fixture.bytes
        default:
            fixture.members["extra \(number)"] = hostile(&random)
            return fixture.bytes
        }
    }

    private static func hostile(_ random: inout Seeded) -> JSONValue {
        let values: [JSONValue] = [
            .null, .bool(true), .number("1e400"), .number("-0.000e-400"), .number(String(repeating: "8", count: 399)),
            .string(""), .string("\u{202E}\u{FEFF}'; DROP TABLE ticket; --"), .string("a\r\nb"), .array([]),
            .object([:]),
            .string(String(repeating: "👩‍👩‍👧", count: 3_000)), .array(Array(repeating: .array([.null]), count: 2_000)),
            .object(["\u{1}\"\\": .object(["": .array([.object(["é": .null])])])]),
        ]
        return values[Int.random(in: 0..<values.count, using: &random)]
    }
}
