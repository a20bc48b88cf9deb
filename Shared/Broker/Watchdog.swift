import CLinux
import Glibc
import Synchronization

/// Ends C calls that block past their deadline, by shutting their socket down.
///
/// librabbitmq 0.11 sends and waits without a deadline of its own in several places. One thread per process watches
/// all connections; it sleeps while nothing is armed.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    private struct WeakGuard {
        weak var guarded: SocketGuard?
    }

    private static let never = Int64.max
    private let wakeUp = aftersail_eventfd()
    private let nextLook = Atomic<Int64>(never)
    private let guards = Mutex<[WeakGuard]>([])

    private init() {
        precondition(wakeUp >= 0, "no file descriptor left for the watchdog: raise `ulimit -n`")
        Threads.start("amqp-watchdog") { [self] in run() }
    }

    func add(_ guarded: SocketGuard) {
        guards.withLock { guards in
            guards.removeAll { $0.guarded == nil }
            guards.append(WeakGuard(guarded: guarded))
        }
    }

    /// Looks again if the next look would come too late.
    func armed(until deadline: Int64) {
        if nextLook.load(ordering: .sequentiallyConsistent) > deadline { aftersail_eventfd_signal(wakeUp) }
    }

    private func run() {
        while true {
            nextLook.store(Self.never, ordering: .sequentiallyConsistent)
            let earliest = cutOverdue()
            nextLook.store(earliest, ordering: .sequentiallyConsistent)
            wait(until: earliest)
        }
    }

    private func cutOverdue() -> Int64 {
        let now = MonotonicClock.nanoseconds()
        var earliest = Self.never
        for guarded in guards.withLock({ $0.compactMap(\.guarded) }) {
            let deadline = guarded.deadline
            if deadline <= now {
                guarded.cut()
            } else {
                earliest = min(earliest, deadline)
            }
        }
        return earliest
    }

    private func wait(until deadline: Int64) {
        var descriptor = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
        let left = deadline == Self.never ? -1 : max(0, deadline - MonotonicClock.nanoseconds())
        unsafe aftersail_poll(&descriptor, 1, left)
        if descriptor.revents != 0 { aftersail_eventfd_clear(wakeUp) }
    }
}

/// A second descriptor of a connection's socket, through which the watchdog can end it.
///
/// The library closes its own descriptor whenever it likes, and its number may be reused; the duplicate stays ours.
final class SocketGuard: Sendable {
    private let descriptor: Int32
    private let deadlineNanoseconds = Atomic<Int64>(Int64.max)

    init(socket: Int32) {
        descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        Watchdog.shared.add(self)
    }

    deinit {
        close(descriptor)
    }

    var deadline: Int64 { deadlineNanoseconds.load(ordering: .sequentiallyConsistent) }

    /// Cuts the connection if the body lasts longer than the limit; an enclosing limit goes on.
    func within<Result: ~Copyable, Failure: Error>(
        _ limit: Duration,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outer = deadlineNanoseconds.load(ordering: .sequentiallyConsistent)
        let until = min(outer, MonotonicClock.nanoseconds() + limit.nanoseconds)
        deadlineNanoseconds.store(until, ordering: .sequentiallyConsistent)
        Watchdog.shared.armed(until: until)
        defer { deadlineNanoseconds.store(outer, ordering: .sequentiallyConsistent) }
        return try body()
    }

    /// Ends the connection in both directions; a blocked call returns with an error.
    func cut() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        deadlineNanoseconds.store(.max, ordering: .sequentiallyConsistent)
    }
}
