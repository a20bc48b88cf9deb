import Synchronization
import WorkerKit

/// The bell of a lane of the timers, which exists only after those who ring it.
final class RelayedBell: Sendable {
    private let bell = Mutex<Bell?>(nil)

    func connect(_ bell: Bell) { self.bell.withLock { $0 = bell } }

    /// Asks the lane for a turn now.
    func ring() { bell.withLock { $0 }?.ring() }
}
