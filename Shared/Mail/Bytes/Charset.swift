/// Character sets: labels as mail has them, bytes to text.
enum Charset {
    /// The text and the set it was read by; never fails.
    ///
    /// The label is believed unless the bytes speak against it.
    static func decode(_ bytes: ArraySlice<UInt8>, label: String?) -> (text: String, charset: String) {
        let known = label.flatMap(canonical)
        if known == "UTF-16" || known == "UTF-7" || known?.hasPrefix("UTF-16") == true || known == "UTF-32",
            let known, let text = convert(bytes, from: known)
        {
            return (text, known)
        }
        let isPlain = !bytes.contains { $0 >= 0x80 || $0 == 0x1B }
        if isPlain, known != "HZ" { return (String(decoding: bytes, as: UTF8.self), known ?? "US-ASCII") }
        let isUTF8 = isValidUTF8(bytes)
        if isUTF8, known == nil || known == "UTF-8" || isSingleByte(known) {
            if known == "UTF-8" || bytes.contains(where: { $0 >= 0x80 }) {
                return (String(decoding: bytes, as: UTF8.self), "UTF-8")
            }
        }
        if let known, known != "UTF-8", !(known == "CP1252" && hasJapaneseEscape(bytes)) {
            if let text = convert(bytes, from: known) { return (text, known) }
        }
        let guess = CharsetGuess.guess(bytes)
        // A few bad bytes in what is otherwise UTF-8 cost only themselves.
        if known == nil || known == "UTF-8", guess != "ISO-2022-JP", CharsetGuess.isMostlyUTF8(bytes) {
            return (String(decoding: bytes, as: UTF8.self), "UTF-8")
        }
        if let text = convert(bytes, from: guess) { return (text, guess) }
        let fallback = known ?? guess
        return (convert(bytes, from: fallback, replacing: true) ?? String(decoding: bytes, as: UTF8.self), fallback)
    }

    /// iconv's name of a label's superset; nil where the label says nothing.
    static func canonical(_ label: String) -> String? {
        let word = label.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-:.".contains($0)) }
        guard (2...40).contains(word.utf8.count) else { return nil }
        let key = word.filter { $0.isLetter || $0.isNumber }
        if let name = CharsetNames.supersets[key] { return name.isEmpty ? nil : name }
        // Its decoder has had holes, and nobody mails it.
        if key.contains("2022cn") || key.contains("unknown") { return nil }
        if key.hasPrefix("windows"), let page = Int(key.dropFirst(7)) { return "CP\(page)" }
        if key.hasPrefix("win"), let page = Int(key.dropFirst(3)) { return "CP\(page)" }
        return word.uppercased()
    }

    private static func isSingleByte(_ name: String?) -> Bool {
        guard let name else { return true }
        return name.hasPrefix("ISO-8859") || name.hasPrefix("CP12") || name.hasPrefix("KOI8") || name == "MACINTOSH"
            || name == "US-ASCII"
    }

    static func isValidUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    static func hasJapaneseEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
        var at = bytes.startIndex
        while let escape = bytes[at...].firstIndex(of: 0x1B) {
            if escape + 2 < bytes.endIndex, bytes[escape + 1] == 0x24, [0x40, 0x42].contains(bytes[escape + 2]) {
                return true
            }
            at = escape + 1
        }
        return false
    }

    /// Nil where the set is unknown or, unless `replacing`, more than one byte in a hundred does not fit.
    private static func convert(_ bytes: ArraySlice<UInt8>, from name: String, replacing: Bool = false) -> String? {
        if name == "UTF-8" || name == "US-ASCII" {
            return replacing || isValidUTF8(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
        }
        if name == "ISO-2022-JP" { return convert(ISO2022JP.asEUC(bytes)[...], from: "EUC-JP-MS", replacing: true) }
        guard let result = Iconv.utf8(bytes, from: name) else { return nil }
        guard replacing || result.bad * 100 <= max(bytes.count, 200) else { return nil }
        return String(decoding: result.bytes, as: UTF8.self)
    }
}
