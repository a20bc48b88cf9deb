/// Keeps a mail that comes in parts, once, and no more of it than the limit.
struct MailCollector {
    private(set) var size = 0
    private let limit: Int
    private var bytes: [UInt8] = []
    private var isBusy = false

    init(limit: Int) {
        self.limit = limit
    }

    /// False when a mail is under way already.
    mutating func begin(_ size: Int) -> Bool {
        guard !isBusy else { return false }
        isBusy = true
        self.size = size
        bytes = []
        // A server may announce what it never sends.
        bytes.reserveCapacity(min(size, limit, 16 * 1_048_576))
        return true
    }

    mutating func append(_ part: ArraySlice<UInt8>) {
        bytes += part.prefix(max(0, limit - bytes.count))
    }

    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// The response has ended; another may bring a mail.
    mutating func rest() {
        isBusy = false
        bytes = []
    }
}
