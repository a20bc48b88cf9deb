/// Which statements one connection has prepared; the least recently used goes first.
struct StatementCache {
    private struct Key: Hashable {
        let sql: String
        let types: [UInt32]
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    /// Server memory per plan is some ten kilobytes; a worker has a few dozen statements.
    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var keys: [String: Key] = [:]
    private var tick = 0

    /// Names whose DEALLOCATE is owed to the server.
    private(set) var evicted: [String] = []
    /// Everything must be deallocated before the next statement is prepared.
    private(set) var isStale = false

    init(limit: Int = 256) {
        self.limit = limit
    }

    /// The name to execute, and whether it has to be prepared first.
    mutating func name(for statement: Statement) -> (name: String, isNew: Bool) {
        let key = Key(sql: statement.sql, types: statement.types)
        tick += 1
        if let entry = entries[key] {
            entries[key]?.lastUse = tick
            return (entry.name, false)
        }
        if entries.count >= limit { evict() }
        let name = "s\(tick)"
        entries[key] = Entry(name: name, lastUse: tick)
        keys[name] = key
        return (name, true)
    }

    /// Forgets a statement whose preparation failed.
    mutating func remove(_ name: String) {
        guard let key = keys.removeValue(forKey: name) else { return }
        if entries[key]?.name == name { entries[key] = nil }
    }

    /// Forgets everything: some plan turned out gone or outdated, so others may be.
    mutating func forgetAll() {
        entries.removeAll()
        keys.removeAll()
        evicted.removeAll()
        isStale = true
    }

    /// The statements that settle what is owed.
    mutating func takeDeallocations() -> [String] {
        defer {
            evicted.removeAll()
            isStale = false
        }
        return isStale ? ["DEALLOCATE ALL"] : evicted.map { "DEALLOCATE \($0)" }
    }

    private mutating func evict() {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        entries[oldest.key] = nil
        keys[oldest.value.name] = nil
        evicted.append(oldest.value.name)
    }
}
