/// The words of a text that can tell its language, lower-cased, with a count of letters by script.
struct LetterSample {
    /// Words of letters only, at most ``limit`` letters in all.
    private(set) var words: [[Unicode.Scalar]] = []
    /// Every letter outside the Latin alphabet, in order.
    private(set) var foreign: [Unicode.Scalar] = []
    private var counts: [Script: Int] = [:]

    static let limit = 240

    init(_ text: String) {
        var left = Self.limit
        for token in text.unicodeScalars.prefix(4_096).split(whereSeparator: \.properties.isWhitespace) where left > 0 {
            let scalars = LetterFolding.composed(Substring(token))
            if Self.isCode(scalars) { continue }
            for word in scalars.split(whereSeparator: { Script($0) == nil }) where left > 0 {
                add(word.prefix(left))
                left -= word.count
            }
        }
    }

    /// The script most of the text is in; `nil` without letters of a known script.
    ///
    /// Product names in Latin letters stand in texts of every script, so other letters count for more: a Han or kana
    /// letter is worth six, a Hangul letter two, any other one and a half.
    var dominantScript: Script? {
        var weights = counts
        for script in Script.allCases { weights[script]? *= script.worth }
        if let kana = weights[.kana] {
            let han = weights[.han] ?? 0
            weights[kana * 10 >= han ? .kana : .han] = kana + han
        }
        let latin = weights[.latin] ?? 0
        return Script.allCases.filter { (weights[$0] ?? 0) > 0 }
            .max { (weights[$0] ?? 0, $1.rawValue) < (weights[$1] ?? 0, $0.rawValue) }
            .map { latin >= (weights[$0] ?? 0) ? .latin : $0 }
    }

    /// Links, addresses, article and order numbers say nothing about a language.
    private static func isCode(_ token: [Unicode.Scalar]) -> Bool {
        var hasASCIIDigit = false
        var hasForeign = false
        for (index, scalar) in token.enumerated() {
            if scalar == "@" || (scalar == ":" && index + 1 < token.count && token[index + 1] == "/") { return true }
            hasASCIIDigit = hasASCIIDigit || ("0"..."9").contains(scalar)
            hasForeign = hasForeign || scalar.value > 0x24F
        }
        return hasASCIIDigit && !hasForeign || token.starts(with: "www.".unicodeScalars)
    }

    private mutating func add(_ word: ArraySlice<Unicode.Scalar>) {
        words.append(Array(word))
        for letter in word {
            guard let script = Script(letter) else { continue }
            counts[script, default: 0] += 1
            if script != .latin { foreign.append(letter) }
        }
    }
}
