import Glibc

/// Why the store did not keep or give a file; names no file of a customer's.
public enum MailStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No space, or the quota is used up: free some, then try again.
    case full
    /// The process may not read or write there: mend owner and mode, then try again.
    case notPermitted
    /// The store's path is no folder, or is not there: make it, then try again.
    case notAFolder
    /// A symbolic link, or something that is no plain file, stands where the store's own should: a retry does not help.
    case foreign
    /// Nothing is kept under this hash.
    case absent
    /// What is kept under this hash is something else: restore it from a backup.
    case damaged
    /// The file has more bytes than the caller takes.
    case tooLarge(limit: Int)
    /// The bucket's address or login cannot be used; `expected` says what can. A retry does not help.
    case badAddress(expected: String)
    /// The bucket's server is away or broke off: try again later.
    case away(reason: String)
    /// The bucket's server said no with this HTTP status, 0 for an answer without sense. 5xx: try again later.
    case refused(status: Int)
    /// What is in a bucket is not removed by us.
    case notSwept
    /// Another error of the system, by its number.
    case other(code: Int32)

    init(code: Int32) {
        self =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EACCES, EPERM, EROFS: .notPermitted
            case ENOTDIR, ENOENT: .notAFolder
            case ELOOP, EISDIR: .foreign
            default: .other(code: code)
            }
    }

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .full: "the mail store is full; free some space, nothing was lost"
        case .notPermitted: "the mail store may not be written by this user; mend owner and mode of its folder"
        case .notAFolder: "the mail store is no folder; make it, or name another"
        case .foreign:
            "the mail store holds a link or folder where a file of its own should be; remove what is not its own"
        case .absent: "the mail store has no such file"
        case .damaged: "a file of the mail store does not have the hash of its name; restore it from a backup"
        case .tooLarge(let limit): "a file of the mail store has more than \(limit) bytes"
        case .badAddress(let expected): "the mail store is named wrongly; expected \(expected)"
        case .away(let reason): "the mail store's server does not answer: \(reason)"
        case .refused(let status):
            "the mail store's server refused with HTTP status \(status); check bucket, login, region and its log"
        case .notSwept: "nothing is removed from a bucket: files that nothing refers to stay there"
        case .other(let code): "the mail store does not work (system error \(code))"
        }
    }
}
