import Harness
import FoundationEssentials
import Testing

@testable import Tickets

@Suite("Ticket number")
struct TicketNumberTests {
    let key: TicketNumberKey

    init() throws {
        key = try TicketNumberKey(Array("a fixed secret for tests".utf8))
    }

    @Test("SipHash matches its published vector")
    func siphash() {
        let key = SipKey(0..<16)

        #expect(key.hash(0x0706_0504_0302_0100) == 0x93f5_f579_9a93_2462)
    }

    @Test("a hundred thousand neighbours get distinct numbers that lead back")
    func bijection() throws {
        var seen: Set<UInt64> = []
        var random = Seeded(1)
        let places =
            (0..<50_000).map { Int64($0) }
            + (0..<50_000).map { _ in Int64.random(in: 50_000..<TicketNumber.capacity, using: &random) }

        for place in places {
            let number = try TicketNumber(place, key: key)
            seen.insert(number.scrambled)
            #expect(number.scrambled < 1 << 35)
            #expect(number.sequence(key: key) == place)
        }

        #expect(seen.count == Set(places).count)
    }

    @Test("neighbours share no visible order")
    func scattered() throws {
        let codes = try (0..<1_000).map { try TicketNumber($0, key: key).scrambled }

        let rising = zip(codes, codes.dropFirst()).filter { $0 < $1 }.count

        #expect((400...600).contains(rising))
    }

    @Test("another key gives other numbers")
    func keyed() throws {
        let other = try TicketNumberKey(Array("another secret for tests".utf8))

        #expect(try TicketNumber(1, key: key) != TicketNumber(1, key: other))
    }

    @Test("every single wrong character is caught")
    func substitution() throws {
        for place in Int64(0)..<50 {
            let symbols = try characters(of: place)
            for position in 0..<8 {
                for wrong in UInt8(0)..<32 where wrong != symbols[position] {
                    var changed = symbols
                    changed[position] = wrong
                    #expect(!CheckCharacter.holds(changed))
                }
            }
        }
    }

    @Test("every exchange of two characters is caught")
    func transposition() throws {
        for place in Int64(0)..<500 {
            let symbols = try characters(of: place)
            for first in 0..<8 {
                for second in (first + 1)..<8 where symbols[first] != symbols[second] {
                    var changed = symbols
                    changed.swapAt(first, second)
                    #expect(!CheckCharacter.holds(changed))
                }
            }
        }
    }

    @Test("the printed form is prefix and eight readable characters")
    func printed() throws {
        let text = try TicketNumber(42, key: key).description

        #expect(text.count == 11)
        #expect(text.hasPrefix("AS-"))
        #expect(text.dropFirst(3).allSatisfy { "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) })
    }

    @Test("a number is read however people write it")
    func forgiving() throws {
        let number = TicketNumber(prefix: .standard, scrambled: 0b00000_00001_01010_11111_00000_00001_10000)
        let code = number.code
        let sloppy = code.lowercased().replacing("0", with: "o").replacing("1", with: "l")
        let split = code.prefix(4) + " " + code.suffix(4)
        let wide = String(
            String.UnicodeScalarView(
                number.description.unicodeScalars.compactMap {
                    Unicode.Scalar($0.value + 0xfee0)
                }
            )
        )

        for text in ["AS-\(code)", "as\(code)", code, " as - \(sloppy) ", "AS\u{2011}\(split)", sloppy, wide] {
            #expect(try TicketNumber.parse(text) == number, "\(text)")
        }
    }

    @Test("reading says what is wrong")
    func refused() throws {
        let code = try TicketNumber(7, key: key).code

        #expect(throws: TicketNumberError.wrongPrefix) { try TicketNumber.parse("XY-\(code)") }
        #expect(throws: TicketNumberError.wrongLength(4)) { try TicketNumber.parse("AS12") }
        #expect(throws: TicketNumberError.unreadable) { try TicketNumber.parse("AS-\(code.dropLast())U") }
        #expect(throws: TicketNumberError.unreadable) { try TicketNumber.parse("AS-\(code.dropLast())*") }
        #expect(throws: TicketNumberError.checkFailed) { try TicketNumber.parse("AS-0000001" + "0") }
        #expect(throws: TicketNumberError.outOfRange(1 << 35)) { try TicketNumber(1 << 35, key: key) }
        #expect(throws: TicketNumberError.outOfRange(-1)) { try TicketNumber(-1, key: key) }
        #expect(throws: TicketNumberError.shortKey(bytes: 3)) { try TicketNumberKey([1, 2, 3]) }
    }

    @Test("subjects give up the numbers they quote")
    func subjects() throws {
        let one = try TicketNumber(1, key: key)
        let two = try TicketNumber(2, key: key)

        let found = TicketNumber.find(in: "Re: [\(one)] 转发:工单\(two)，\(one.description.lowercased())!")

        #expect(found == [one, two])
    }

    @Test(
        "subjects without a sound number give nothing",
        arguments: [
            "", "AS-", "AS-1234", "Re: order AS-00000001X", "XAS-00000000", "AS-0000000 0", "BAS-IC INFORMATION",
        ]
    )
    func nothing(subject: String) {
        #expect(TicketNumber.find(in: subject).isEmpty)
    }

    @Test(
        "a prefix is a letter and seven more at most",
        arguments: [
            ("AS-", true), ("help-", true), ("A1234567", true), ("", false), ("-A", false), ("A12345678", false),
            ("Ä", false),
        ]
    )
    func prefixes(text: String, allowed: Bool) throws {
        let prefix = try? TicketNumberPrefix(text)

        #expect((prefix != nil) == allowed)
        guard let prefix else { return }
        let number = try TicketNumber(99, key: key, prefix: prefix)
        #expect(try TicketNumber.parse(number.description, prefix: prefix) == number)
        #expect(TicketNumber.find(in: "re \(number) re", prefix: prefix) == [number])
    }

    @Test("a subject loses the number that a program put in brackets, and no other word")
    func marks() throws {
        let number = try TicketNumber(5, key: key)

        #expect(TicketNumber.withoutMarks("Re: [\(number)] pump") == "Re: pump")
        #expect(TicketNumber.withoutMarks("[Ticket#\(number)]  pump 【\(number)】") == "pump")
        for kept in ["about \(number)", "[urgent] pump (\(number)", "[P-200] pump", "[AS-00000001] pump"] {
            #expect(TicketNumber.withoutMarks(kept) == kept)
        }
    }

    @Test("JSON keeps the printed form and refuses errors")
    func coded() throws {
        let number = try TicketNumber(5, key: key)

        let json = try JSONEncoder().encode([number])

        #expect(String(decoding: json, as: UTF8.self) == "[\"\(number)\"]")
        #expect(try JSONDecoder().decode([TicketNumber].self, from: json) == [number])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([TicketNumber].self, from: Data("[\"AS-00000001\"]".utf8))
        }
    }

    private func characters(of place: Int64) throws -> [UInt8] {
        let symbols = try TicketNumber.symbols(of: TicketNumber(place, key: key).scrambled)
        return symbols + [CheckCharacter.symbol(for: symbols)]
    }
}
