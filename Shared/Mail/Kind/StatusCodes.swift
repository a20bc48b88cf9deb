/// Status codes within what servers say.
enum StatusCodes {
    /// The `5.1.1` (RFC 3463) that a server said; nil where there is none.
    ///
    /// One behind a reply code or a `#` comes before one that merely looks so, and a telling one before `5.0.0`.
    static func enhanced(_ text: String, success: Bool = false) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        var (best, rank): (String?, Int) = (nil, 0)
        for (index, byte) in bytes.enumerated() where byte == 0x34 || byte == 0x35 || (success && byte == 0x32) {
            guard let code = code(bytes, index) else { continue }
            let new = (isSaid(bytes, index) ? 2 : 0) + (code.hasSuffix(".0.0") ? 1 : 2)
            if new > rank { (best, rank) = (code, new) }
        }
        return best
    }

    private static func code(_ bytes: [UInt8], _ index: Int) -> String? {
        if index > 0, isWord(bytes[index - 1]) || bytes[index - 1] == 0x2E { return nil }
        guard let subject = number(bytes, index + 1), subject.value.utf8.count == 1,
            let detail = number(bytes, subject.end)
        else { return nil }
        let end = detail.end
        if end < bytes.count, isWord(bytes[end]) { return nil }
        if end + 1 < bytes.count, bytes[end] == 0x2E, isDigit(bytes[end + 1]) { return nil }
        return "\(Character(Unicode.Scalar(bytes[index]))).\(subject.value).\(detail.value)"
    }

    /// Whether a reply code or `#` stands before it.
    private static func isSaid(_ bytes: [UInt8], _ index: Int) -> Bool {
        let before = bytes[max(0, index - 2)..<index]
        if before.contains(0x23) { return true }
        guard index >= 4, before.last == 0x20 || before.last == 0x2D else { return false }
        return bytes[(index - 4)..<(index - 1)].allSatisfy(isDigit)
    }

    /// A class by the first reply code of SMTP (`550 `) as `5.0.0` or `4.0.0`; nil where there is none.
    static func plain(_ text: String) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        for index in bytes.indices where bytes[index] == 0x34 || bytes[index] == 0x35 {
            guard index + 2 < bytes.count, (0x30...0x37).contains(bytes[index + 1]), isDigit(bytes[index + 2]) else {
                continue
            }
            if index > 0, isWord(bytes[index - 1]) || bytes[index - 1] == 0x2E || bytes[index - 1] == 0x40 { continue }
            let next = index + 3 < bytes.count ? bytes[index + 3] : 0x20
            guard !isWord(next), next != 0x2E || index + 4 >= bytes.count || !isDigit(bytes[index + 4]) else {
                continue
            }
            let code = Int(String(decoding: bytes[index..<(index + 3)], as: UTF8.self)) ?? 0
            let known = [
                420, 421, 422, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 454, 471, 500, 501, 502, 503, 504, 510,
                511, 512, 521, 523, 530, 534, 535, 541, 550, 551,
                552, 553, 554, 555, 556, 557, 561, 571, 577, 590, 591,
            ]
            if known.contains(code) { return "\(code / 100).0.0" }
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ at: Int) -> (value: String, end: Int)? {
        guard at < bytes.count, bytes[at] == 0x2E else { return nil }
        var end = at + 1
        while end < bytes.count, end - at <= 3, isDigit(bytes[end]) { end += 1 }
        guard end > at + 1, end >= bytes.count || !isDigit(bytes[end]) else { return nil }
        return (String(decoding: bytes[(at + 1)..<end], as: UTF8.self), end)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
    }
}
