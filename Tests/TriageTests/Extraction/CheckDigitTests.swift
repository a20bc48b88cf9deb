import Testing

@testable import Triage

@Suite("Check digits")
struct CheckDigitTests {
    @Test("published numbers prove themselves", arguments: published)
    func proven(method: CheckDigit, number: String) {
        #expect(method.passes(Self.values(number)))
    }

    @Test("one wrong sign is noticed, wherever it stands", arguments: published)
    func wrong(method: CheckDigit, number: String) {
        let values = Self.values(number)
        for place in values.indices {
            for other in Self.others(than: values[place], method) {
                var spoilt = values
                spoilt[place] = other
                #expect(!method.passes(spoilt), "\(place): \(other)")
            }
        }
    }

    @Test(
        "two swapped neighbours are noticed by the methods that promise it",
        arguments: published.filter { [.mod97, .verhoeff, .damm].contains($0.0) }
    )
    func swapped(method: CheckDigit, number: String) {
        let values = Self.values(number)
        for place in values.indices.dropLast() where values[place] != values[place + 1] {
            // A digit for a letter moves all that stands before it in MOD 97-10: nothing is promised then.
            guard method != .mod97 || (values[place] < 10) == (values[place + 1] < 10) else { continue }
            var swapped = values
            swapped.swapAt(place, place + 1)
            #expect(!method.passes(swapped), "\(place)")
        }
    }

    @Test(
        "nothing, one sign, only zeros and letters without value are refused",
        arguments: CheckDigit.allCases
    )
    func refused(method: CheckDigit) {
        #expect(!method.passes([]))
        #expect(!method.passes([1]))
        #expect(!method.passes([UInt8](repeating: 0, count: 12)))
        if !method.takesLetters { #expect(!method.passes(Self.values("A5724"))) }
    }

    @Test("a GTIN has one of its lengths")
    func lengths() {
        #expect(!CheckDigit.gtin.passes(Self.values("0036000291452" + "00")))
        #expect(CheckDigit.gtin.passes(Self.values("00036000291452")))
    }

    /// From the texts that define the methods, and from numbers that their users publish as examples.
    static let published: [(CheckDigit, String)] = [
        (.luhn, "79927398713"), (.luhn, "490154203237518"), (.luhn, "378282246310005"),
        (.gtin, "96385074"), (.gtin, "036000291452"), (.gtin, "6291041500213"), (.gtin, "4006381333931"),
        (.gtin, "106141412345678908"), (.mod97, "79444"), (.mod97, "5493001KJTIIGC8Y1R12"),
        (.mod97, "WEST12345698765432GB82"), (.mod11Of10, "07945"), (.mod11Of10, "36574261809"),
        (.mod11Of10, "33392005961"), (.mod37Of36, "A12425GABC1234002M"), (.verhoeff, "2363"),
        (.verhoeff, "123451"), (.verhoeff, "84736430954837284567892"), (.damm, "5724"), (.damm, "112946"),
    ]

    private static func values(_ number: String) -> [UInt8] {
        number.compactMap { $0.hexDigitValue.map { UInt8($0) } ?? letter($0) }
    }

    /// Signs of the same sort.
    private static func others(than value: UInt8, _ method: CheckDigit) -> [UInt8] {
        let all: Range<UInt8> =
            !method.takesLetters || method == .mod97 && value < 10 ? 0..<10 : method == .mod97 ? 10..<36 : 0..<36
        return all.filter { $0 != value }
    }

    private static func letter(_ sign: Character) -> UInt8? {
        sign.asciiValue.map { $0 - 0x41 + 10 }
    }
}
