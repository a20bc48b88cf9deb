/// Message ids as they stand in a header (RFC 5322 section 3.6.4).
enum MessageID {
    /// With angle brackets; `nil` when it is no usable id.
    ///
    /// Line breaks and NUL are an attack and throw.
    static func written(_ id: String, header: String) throws(SMTPError) -> [UInt8]? {
        try HeaderWriter.refuseLineBreaks(id, header: header)
        let bare = bare(id)
        guard (3...250).contains(bare.count), bare.contains(UInt8(ascii: "@")) else { return nil }
        let isUsable = bare.allSatisfy {
            (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        return isUsable ? [UInt8(ascii: "<")] + bare + [UInt8(ascii: ">")] : nil
    }

    /// A MIME boundary that depends on the id alone.
    ///
    /// It begins with `=_`, which neither quoted-printable nor base64 can contain (RFC 2045 section 6.7), so no part
    /// can hold it.
    static func boundary(_ id: String) -> String {
        // FNV-1a, 64 bits, from two offsets.
        var (first, second): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4)
        for byte in bare(id) {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
            second = (second ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return "=_\(String(first, radix: 36))_\(String(second, radix: 36))"
    }

    private static func bare(_ id: String) -> ArraySlice<UInt8> {
        var bare = Array(id.utf8)[...]
        while bare.first == 0x20 { bare.removeFirst() }
        while bare.last == 0x20 { bare.removeLast() }
        guard bare.count > 1, bare.first == UInt8(ascii: "<"), bare.last == UInt8(ascii: ">") else { return bare }
        return bare.dropFirst().dropLast()
    }
}
