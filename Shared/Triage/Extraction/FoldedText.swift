/// A text in which a number looks the same however it was typed.
///
/// Capital letters without accents, half width; digits of every script as ASCII's; one kind of dash; one space for any number;
/// invisible signs dropped. Cyrillic capitals that look Latin are Latin beside digits and Latin letters.
struct FoldedText {
    /// Folded letters, those of ASCII as scalars of ASCII.
    private(set) var letters: [UInt32] = []
    /// Where each letter begins in the bytes.
    private var places: [Int32] = []
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
        letters.reserveCapacity(bytes.count)
        places.reserveCapacity(bytes.count)
        var lookAlikes: [(place: Int, letter: UInt32)] = []
        var place = 0
        while place < bytes.count {
            let lead = bytes[place]
            if lead < 0x80 {
                append(Self.ascii(UInt32(lead)), place)
            } else {
                let scalar = Self.scalar(bytes, place)
                if let latin = Self.lookAlike(scalar) { lookAlikes.append((letters.count, latin)) }
                append(Self.folded(scalar), place)
            }
            place += Self.width(lead)
        }
        if !lookAlikes.isEmpty { replace(lookAlikes) }
    }

    private mutating func append(_ letter: UInt32, _ place: Int) {
        let isMoreSpace = letter == 0x20 && (letters.last == 0x20 || letters.last == 0x0A)
        guard letter != Self.silent, !isMoreSpace else { return }
        letters.append(letter)
        places.append(Int32(truncatingIfNeeded: place))
    }

    /// The text as it was written.
    func written(_ range: Range<Int>) -> String {
        guard let last = range.last else { return "" }
        let end = Int(places[last])
        return String(decoding: bytes[Int(places[range.lowerBound])..<(end + Self.width(bytes[end]))], as: UTF8.self)
    }

    /// A letter of ASCII as it was written, in the case that was written.
    func cased(_ place: Int) -> UInt8 {
        let folded = UInt8(truncatingIfNeeded: letters[place])
        let isSmall =
            switch Self.scalar(bytes, Int(places[place])) {
            case 0x61...0x7A, 0xFF41...0xFF5A: true
            default: false
            }
        return isSmall ? folded | 0x20 : folded
    }

    /// From behind: a look-alike is Latin where it touches a digit, a Latin letter or another that is, or a dash before a digit.
    private mutating func replace(_ lookAlikes: [(place: Int, letter: UInt32)]) {
        for (place, letter) in lookAlikes.reversed() {
            let before = place > 0 ? letters[place - 1] : 0
            let after = place + 1 < letters.count ? letters[place + 1] : 0
            let beyondDash = after == 0x2D && place + 2 < letters.count ? letters[place + 2] : 0
            if Self.isLatin(before) || Self.isLatin(after) || (0x30...0x39).contains(beyondDash) {
                letters[place] = letter
            }
        }
    }

    private static func isLatin(_ letter: UInt32) -> Bool {
        (0x30...0x39).contains(letter) || (0x41...0x5A).contains(letter)
    }
}
