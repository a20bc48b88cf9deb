/// Message ids as they stand in a header (RFC 5322 section 3.6.4).
enum MessageID {
    /// With angle brackets; `nil` when it is no usable id.
    ///
    /// Line breaks and NUL are an attack and throw.
    static func written(_ id: String, header: String) throws(SMTPError) -> String? {
        try HeaderWriter.refuseLineBreaks(id, header: header)
        let bare = bare(id)
        guard (3...250).contains(bare.utf8.count) else { return nil }
        guard bare.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { return nil }
        guard bare.contains("@"), !bare.contains("<"), !bare.contains(">") else { return nil }
        return "<\(bare)>"
    }

    /// A MIME boundary that depends on the id alone.
    ///
    /// It begins with `=_`, which neither quoted-printable nor base64 can contain (RFC 2045 section 6.7), so no part
    /// can hold it.
    static func boundary(_ id: String) -> String {
        let digest = [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4].map { (start: UInt64) in
            // FNV-1a, 64 bits, from two offsets.
            bare(id).utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
        return "=_" + digest.map { String($0, radix: 36) }.joined(separator: "_")
    }

    private static func bare(_ id: String) -> Substring {
        var bare = Substring(id)
        while bare.first == " " { bare.removeFirst() }
        while bare.last == " " { bare.removeLast() }
        guard bare.hasPrefix("<"), bare.hasSuffix(">") else { return bare }
        return bare.dropFirst().dropLast()
    }
}
