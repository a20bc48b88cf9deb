/// Why a ticket number could not be made or read.
///
/// A retry with the same input never helps.
public enum TicketNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sequence left 0 ..< 2^35: choose another prefix and begin again at 0.
    case outOfRange(Int64)
    /// A prefix is one letter followed by up to seven letters, digits or dashes.
    case badPrefix
    /// A key has at least 16 bytes.
    case shortKey(bytes: Int)
    /// The text has another prefix than this installation.
    case wrongPrefix
    /// Not eight characters behind the prefix.
    case wrongLength(Int)
    /// A character that no ticket number contains, such as U or a sign.
    case unreadable
    /// The check character does not fit: something was mistyped.
    case checkFailed

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .outOfRange(let sequence):
            "ticket sequence \(sequence) is outside 0 ..< 2^35; choose a new prefix and restart the sequence"
        case .badPrefix: "ticket prefix refused; use a letter, then up to seven letters, digits or dashes"
        case .shortKey(let bytes): "ticket number key has \(bytes) bytes; give at least 16 random bytes"
        case .wrongPrefix: "the ticket number has another prefix; check that it belongs to this organisation"
        case .wrongLength(let count): "a ticket number has 8 characters behind its prefix, not \(count)"
        case .unreadable: "the ticket number holds a character that is never used; read it again"
        case .checkFailed: "the ticket number has a typing error; compare it with the original"
        }
    }
}
