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
        let table = Self.table
        var lookAlikes: [(place: Int, letter: UInt32)] = []
        var last: UInt32 = 0x0A
        var place = 0
        while place < bytes.count {
            let begin = place
            let scalar = Self.scalar(bytes, place)
            place += Self.width(bytes[place])
            let letter = Int(scalar) < table.count ? table[Int(scalar)] : Self.folded(scalar)
            // One space is enough.
            if letter == Self.silent || letter == 0x20 && (last == 0x20 || last == 0x0A) { continue }
            if let latin = Self.lookAlike(scalar) { lookAlikes.append((letters.count, latin)) }
            letters.append(letter)
            places.append(Int32(truncatingIfNeeded: begin))
            last = letter
        }
        if !lookAlikes.isEmpty { replace(lookAlikes) }
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

    static func isLatin(_ letter: UInt32) -> Bool {
        (0x30...0x39).contains(letter) || (0x41...0x5A).contains(letter)
    }
}
