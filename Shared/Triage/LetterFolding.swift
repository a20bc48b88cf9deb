/// Lower case, full width and accents of letters, without ICU.
enum LetterFolding {
    /// A piece of text in lower case, half width and, for Latin letters, composed form.
    static func composed(_ text: Substring) -> [Unicode.Scalar] {
        guard text.unicodeScalars.contains(where: isCombining) else { return text.unicodeScalars.map(lowered) }
        return recomposed(text)
    }

    /// The same for scalars, in their place.
    static func compose(_ scalars: inout [Unicode.Scalar]) {
        guard scalars.contains(where: isCombining) else {
            for place in scalars.indices { scalars[place] = lowered(scalars[place]) }
            return
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        scalars = recomposed(Substring(String(text)))
    }

    private static func recomposed(_ text: Substring) -> [Unicode.Scalar] {
        text.flatMap { character -> [Unicode.Scalar] in
            guard character.unicodeScalars.count > 1 else { return character.unicodeScalars.map(lowered) }
            let small = character.lowercased()
            if small.count == 1, let letter = composition[Character(small)] { return [letter] }
            return small.unicodeScalars.filter { !isCombining($0) }
        }
    }

    /// A letter in lower case and half width; the first letter where lower case has several.
    static func lowered(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        switch letter.value {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: return Unicode.Scalar(letter.value + 32) ?? letter
        case 0...0xFF: return letter
        case 0xFF21...0xFF3A: return Unicode.Scalar(letter.value - 0xFF21 + 0x61) ?? letter
        case 0xFF01...0xFF5E: return Unicode.Scalar(letter.value - 0xFF01 + 0x21) ?? letter
        case 0x100...0x58F: return small[Int(letter.value) - 0x100]
        case 0x1E00...0x1FFF: return small[Int(letter.value) - 0x1E00 + 0x490]
        default: return letter
        }
    }

    /// A lower-case Latin letter without its accents; any other scalar unchanged.
    static func plain(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        switch letter.value {
        case 0..<0xC0: return letter
        case 0xC0..<0x250: return base[Int(letter.value)] ?? letter
        case 0x1E00...0x1EFF: return base[Int(letter.value) - 0x1E00 + 0x250] ?? letter
        case 0x451: return "\u{435}"
        default: return letter
        }
    }

    /// A combining accent, as decomposed text has them after the letter.
    static func isCombining(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    /// Decomposed characters equal composed ones as dictionary keys, which makes this the composition table.
    private static let composition: [Character: Unicode.Scalar] = {
        let pairs = accented.unicodeScalars.filter { $0.value > 0x7F }.map { (Character($0), $0) }
        return Dictionary(pairs) { first, _ in first }
    }()

    /// Lower case of U+0100…U+058F and, from 0x490, of U+1E00…U+1FFF: Unicode's own tables take a string for each.
    private static let small = (Array(UInt32(0x100)...0x58F) + Array(0x1E00...0x1FFF)).map { value in
        let letter = Unicode.Scalar(value) ?? "\u{FFFD}"
        return letter.properties.lowercaseMapping.unicodeScalars.first ?? letter
    }

    private static let base: [Unicode.Scalar?] = {
        var table = [Unicode.Scalar?](repeating: nil, count: 0x350)
        for line in accented.split(separator: "\n") {
            for letter in line.unicodeScalars.dropFirst() {
                let place = letter.value < 0x250 ? Int(letter.value) : Int(letter.value) - 0x1E00 + 0x250
                table[place] = line.unicodeScalars.first
            }
        }
        return table
    }()

    /// Each line: a letter, then the letters of Latin-1, Extended A and B and Extended Additional that carry accents on it.
    private static let accented = """
        aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ
        bḃḅḇ
        cçćĉċčḉ
        dďḋḍḏḑḓđ
        eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ
        fḟ
        gĝğġģǧǵḡ
        hĥȟḣḥḧḩḫẖ
        iìíîïĩīĭįǐȉȋḭḯỉịı
        jĵǰ
        kķǩḱḳḵ
        lĺļľḷḹḻḽł
        mḿṁṃ
        nñńņňǹṅṇṉṋ
        oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợø
        pṕṗ
        rŕŗřȑȓṙṛṝṟ
        sśŝşšșṡṣṥṧṩ
        tţťțṫṭṯṱẗ
        uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự
        vṽṿ
        wŵẁẃẅẇẉẘ
        xẋẍ
        yýÿŷȳẏẙỳỵỷỹ
        zźżžẑẓẕ
        """
}
