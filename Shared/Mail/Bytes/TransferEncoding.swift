/// How a part is written (RFC 2045 section 6), as forgiving as mail needs.
enum TransferEncoding: Sendable {
    case identity, base64, quotedPrintable, uuencode

    /// Unknown names mean bytes as they are.
    init(_ name: String) {
        if name.isEmpty || name == "7bit" || name == "8bit" {
            self = .identity
            return
        }
        let word = name.lowercased().filter { $0.isLetter || $0.isNumber }
        if word.contains("base64") {
            self = .base64
        } else if word.hasPrefix("quotedprintable") {
            self = .quotedPrintable
        } else if word.contains("uuencode") || word == "uue" {
            self = .uuencode
        } else {
            self = .identity
        }
    }

    /// Decodes; what belongs to no code is left out (base64) or kept (quoted-printable).
    func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        switch self {
        case .identity: Array(bytes)
        case .base64: Base64.decoded(bytes)
        case .quotedPrintable: QuotedPrintable.decoded(bytes)
        case .uuencode: Uuencode.decoded(bytes)
        }
    }

    /// Cuts a piece off that decodes by itself.
    func nextPiece(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let most = 64 << 10
        guard self != .uuencode, rest.count > most else {
            defer { rest = [] }
            return rest
        }
        var end = rest.startIndex + most
        switch self {
        case .base64: end = Base64.quadEnd(rest, before: end)
        case .quotedPrintable: end = rest[end...].firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
        default: break
        }
        defer { rest = rest[end...] }
        return rest[..<end]
    }
}
