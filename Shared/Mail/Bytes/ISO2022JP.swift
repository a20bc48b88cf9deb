/// ISO-2022-JP as Japanese mailers really write it: half-width letters and the rows of vendors included.
enum ISO2022JP {
    /// The same in EUC, whose converter knows all of them.
    static func asEUC(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var (set, at) = (Set.ascii, bytes.startIndex)
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte == 0x1B, let (next, length) = escape(bytes[at...]) {
                (set, at) = (next, at + length)
                continue
            }
            at += 1
            // A line begins in ASCII, whatever the one before forgot.
            if byte == 0x0A { set = .ascii }
            switch set {
            case .kanji where (0x21...0x7E).contains(byte): out.append(byte | 0x80)
            case .supplement where (0x21...0x7E).contains(byte) && at < bytes.endIndex:
                out += [0x8F, byte | 0x80, bytes[at] | 0x80]
                at += 1
            case .kana where (0x21...0x5F).contains(byte): out += [0x8E, byte | 0x80]
            default: out.append(byte)
            }
        }
        return out
    }

    private enum Set { case ascii, kana, kanji, supplement }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> (Set, Int)? {
        let next = Array(bytes.dropFirst().prefix(3))
        if next.starts(with: "$(D".utf8) { return (.supplement, 4) }
        if next.starts(with: "$@".utf8) || next.starts(with: "$B".utf8) { return (.kanji, 3) }
        if next.starts(with: "(I".utf8) { return (.kana, 3) }
        if next.first == UInt8(ascii: "("), next.count > 1 { return (.ascii, 3) }
        return nil
    }
}
