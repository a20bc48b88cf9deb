/// The words of a text that can tell its language, lower-cased, with a count of letters by script.
struct LetterSample {
    /// Letters of the words one after the other, at most ``limit``.
    private(set) var letters: [Unicode.Scalar] = []
    /// Places of words, of letters only.
    private(set) var words: [Range<Int>] = []
    /// Every letter outside the Latin alphabet, in order.
    private(set) var foreign: [Unicode.Scalar] = []
    private var counts = [Int](repeating: 0, count: Script.allCases.count)
    /// Letters that words may have yet.
    private var left = Self.limit

    static let limit = 240

    init(_ text: String) {
        letters.reserveCapacity(Self.limit)
        var token: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars.prefix(4_096) where left > 0 {
            guard Self.isSpace(scalar) else {
                token.append(scalar)
                continue
            }
            take(&token)
        }
        take(&token)
    }

    /// Takes in what stands between two spaces.
    private mutating func take(_ token: inout [Unicode.Scalar]) {
        defer { token.removeAll(keepingCapacity: true) }
        guard left > 0, !token.isEmpty else { return }
        LetterFolding.compose(&token)
        if Self.isCode(token) { return }
        var start = letters.count
        for scalar in token where left > 0 {
            guard let script = Script(scalar) else {
                close(&start)
                continue
            }
            left -= 1
            letters.append(scalar)
            counts[script.rawValue] += 1
            if script != .latin { foreign.append(scalar) }
        }
        close(&start)
    }

    private mutating func close(_ start: inout Int) {
        if letters.count > start { words.append(start..<letters.count) }
        start = letters.count
    }

    /// Unicode's property White_Space.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0: true
        case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The script most of the text is in; `nil` without letters of a known script.
    ///
    /// Product names in Latin letters stand in texts of every script, so other letters count for more: a Han or kana
    /// letter is worth six, a Hangul letter two, any other one and a half.
    var dominantScript: Script? {
        var best: Script?
        var most = 0
        for script in Script.allCases where weight(script) > most {
            best = script
            most = weight(script)
        }
        return best.map { weight(.latin) >= weight($0) ? .latin : $0 }
    }

    /// Of Han and kana together, the one that most likely decides takes both.
    private func weight(_ script: Script) -> Int {
        let (kana, han) = (counts[Script.kana.rawValue], counts[Script.han.rawValue])
        let isJapanese = kana * 10 >= han
        switch script {
        case .kana where kana > 0: return (isJapanese ? kana + han : kana) * script.worth
        case .han where kana > 0: return (isJapanese ? han : kana + han) * script.worth
        default: return counts[script.rawValue] * script.worth
        }
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
}
