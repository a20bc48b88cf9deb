import Glibc
import Synchronization

/// The kernel's randomness, fetched by the kilobyte: every message needs some ten words, and each alone is a system call.
///
/// Shared by all threads; every word is given out once.
struct RandomWords: RandomNumberGenerator, Sendable {
    private static let store = Mutex(Store())

    /// Words that nobody has had.
    mutating func next() -> UInt64 { Self.store.withLock { $0.next() } }

    private struct Store {
        private var words = [UInt64](repeating: 0, count: 128)
        private var used = 128

        mutating func next() -> UInt64 {
            if used == words.count { refill() }
            defer { used += 1 }
            return words[used]
        }

        private mutating func refill() {
            used = 0
            // At most 256 bytes a call (getentropy(3)).
            let whole = unsafe words.withUnsafeMutableBytes { room in
                stride(from: 0, to: room.count, by: 256).allSatisfy { start in
                    unsafe getentropy(room.baseAddress.map { unsafe $0 + start }, 256) == 0
                }
            }
            guard !whole else { return }
            var system = SystemRandomNumberGenerator()
            for index in words.indices { words[index] = system.next() }
        }
    }
}
