/// A writing system as far as it tells languages apart.
enum Script: Int, CaseIterable, Hashable {
    case latin, cyrillic, greek, hebrew, arabic, devanagari, thai, hangul, ethiopic, kana, han

    /// The script of a letter; `nil` for anything else and for scripts no language of ours uses.
    init?(_ letter: Unicode.Scalar) {
        switch letter.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: self = .latin
        case 0x370...0x37D, 0x37F...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x5D0...0x5EA: self = .hebrew
        case 0x620...0x65F, 0x66E...0x6D3, 0x6D5...0x6DC, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
            self = .arabic
        case 0x900...0x963, 0x970...0x97F: self = .devanagari
        case 0xE01...0xE3A, 0xE40...0xE4E: self = .thai
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: self = .hangul
        case 0x1200...0x135A, 0x1380...0x138F: self = .ethiopic
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x31F0...0x31FF, 0xFF66...0xFF9D: self = .kana
        case 0x3005, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: self = .han
        default: return nil
        }
    }

    /// Whether words stand without spaces or grow together, so that terms are looked for anywhere.
    var isUnspaced: Bool { self == .han || self == .kana || self == .thai || self == .hangul }

    /// Weight of one letter in halves, against the two halves of a Latin letter.
    var worth: Int {
        switch self {
        case .latin: 2
        case .han, .kana: 12
        case .hangul: 4
        default: 3
        }
    }
}
