public import FoundationEssentials
import Glibc

extension MailStore {
    /// Files asked about at once.
    private static let most = 1_000

    /// Finds the files that were last written before an instant and that nothing needs, and removes them if told to.
    ///
    /// Others may write and read meanwhile. Whoever keeps bytes writes them anew, also those that are there already, and is
    /// not in the middle of that while a file goes: so what was just kept stays, whatever refers to it by then. The file system
    /// must know locks (flock), or nothing is removed. Goes through the store folder by folder; a disk that is slow holds up
    /// the caller's thread for the time of one folder.
    ///
    /// - Parameters:
    ///   - instant: by the clock of the machine that writes.
    ///   - removes: `false` only counts.
    ///   - needed: those of some hashes, in hexadecimal, that something refers to.
    /// - Returns: how many files there were of which kind.
    /// - Throws: what `needed` throws, or `MailStoreError`; what went until then is gone.
    public func sweep(
        before instant: Date,
        removes: Bool,
        needed: @Sendable ([String]) async throws -> Set<String>
    ) async throws -> MailStoreSweep {
        guard isSwept else { throw MailStoreError.notSwept }
        var sweep = MailStoreSweep()
        for outer in try folders(in: nil) {
            var old: [(name: String, size: Int)] = []
            for inner in try folders(in: outer) {
                old += try oldFiles(in: outer, inner, before: instant, &sweep)
                try Task.checkCancellation()
            }
            for start in stride(from: 0, to: old.count, by: Self.most) {
                let page = old[start..<min(start + Self.most, old.count)]
                let kept = try await needed(page.map(\.name))
                sweep.needed += page.count { kept.contains($0.name) }
                for file in page where !kept.contains(file.name) {
                    guard try !removes || remove(file.name, writtenBefore: instant) else {
                        sweep.young += 1
                        continue
                    }
                    sweep.idle += 1
                    sweep.idleBytes += file.size
                }
            }
        }
        return sweep
    }

    /// Names of the folders by which files are spread.
    private func folders(in outer: String?) throws(MailStoreError) -> [String] {
        let root = try Folder(path: folder)
        let names = if let outer { try root.child(outer).names() } else { try root.names() }
        return names.filter { $0.utf8.count == 2 && $0.utf8.allSatisfy(Self.isDigit) }.sorted()
    }

    private func oldFiles(
        in outer: String,
        _ inner: String,
        before instant: Date,
        _ sweep: inout MailStoreSweep
    ) throws(MailStoreError) -> [(name: String, size: Int)] {
        let root = try Folder(path: folder)
        let place = try root.child(outer).child(inner)
        var old: [(name: String, size: Int)] = []
        for name in try place.names() where name.utf8.count == 64 && name.hasPrefix(outer + inner) {
            guard name.utf8.allSatisfy(Self.isDigit), let file = place.file(name) else { continue }
            sweep.files += 1
            if file.written < instant { old.append((name, file.size)) } else { sweep.young += 1 }
        }
        return old
    }

    /// Removes a file unless it was written anew; true when it went.
    private func remove(_ name: String, writtenBefore instant: Date) throws(MailStoreError) -> Bool {
        let root = try Folder(path: folder)
        let incoming = try root.making(Self.incoming)
        let outer = try root.child(Self.outer(name))
        let inner = try outer.child(Self.inner(name))
        guard incoming.lock(alone: true) else { throw MailStoreError(code: errno) }
        defer { incoming.unlock() }
        guard let file = inner.file(name), file.written < instant else { return false }
        inner.remove(name)
        return inner.file(name) == nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
