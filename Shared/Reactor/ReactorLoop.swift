import CLinux
import Glibc
import Synchronization

/// The thread's own state: queue, wake-up descriptor and pumps.
///
/// `@unchecked Sendable`: `queue` is a mutex; `pumps` and `executor` are touched only on the thread itself, except
/// that `executor` is set once before the thread exists.
@safe final class ReactorLoop: @unchecked Sendable {
    @safe private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    @safe private struct Queue {
        var work: [Work] = []
        var stopping = false
        var thread: pthread_t?
    }

    private struct WeakPump {
        weak var pump: (any Pump)?
    }

    private let queue = Mutex(Queue())
    private let wakeUp = aftersail_eventfd()
    private var pumps: [WeakPump] = []
    private var executor: UnownedSerialExecutor?

    deinit {
        close(wakeUp)
    }

    var isCurrentThread: Bool {
        let thread = queue.withLock { $0.thread }
        return thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    }

    func start(name: String, executor: UnownedSerialExecutor) {
        precondition(wakeUp >= 0, "no file descriptor left for a reactor: raise `ulimit -n`")
        unsafe self.executor = executor
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(&thread, nil, { unsafe ReactorLoop.main($0) }, box)
        precondition(status == 0, "no thread left for a reactor: raise `ulimit -u`")
        unsafe aftersail_name_thread(thread, String(name.prefix(15)))
        pthread_detach(thread)
    }

    private static func main(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let box = unsafe box else { return nil }
        blockSignals()
        unsafe Unmanaged<ReactorLoop>.fromOpaque(box).takeRetainedValue().run()
        return nil
    }

    /// Signals belong to the thread that waits for them; a library that retries on EINTR would swallow them here.
    private static func blockSignals() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }

    func push(_ job: UnownedJob) {
        push(.job(job))
    }

    func push(_ call: @escaping @Sendable () -> Void) {
        push(.call(call))
    }

    private func push(_ work: Work) {
        let wasEmpty = queue.withLock { queue in
            queue.work.append(work)
            return queue.work.count == 1
        }
        if wasEmpty { aftersail_eventfd_signal(wakeUp) }
    }

    func stop() {
        queue.withLock { $0.stopping = true }
        aftersail_eventfd_signal(wakeUp)
    }

    func attach(_ pump: any Pump) {
        pumps.append(WeakPump(pump: pump))
    }

    func detach(_ pump: any Pump) {
        pumps.removeAll { $0.pump == nil || $0.pump === pump }
    }

    private func run() {
        queue.withLock { $0.thread = pthread_self() }
        while runJobs() {
            let interests = pumps.map { $0.pump?.interest() ?? .idle }
            let ready = wait(for: interests)
            for (index, isReady) in ready.enumerated() where isReady && index < pumps.count {
                pumps[index].pump?.turn()
            }
        }
    }

    /// Runs what was queued when it was called, so a job that queues another never starves the descriptors.
    private func runJobs() -> Bool {
        let (work, stopping) = queue.withLock { queue in
            let work = queue.work
            queue.work.removeAll(keepingCapacity: true)
            return (work, queue.stopping)
        }
        for item in work { run(item) }
        return !(stopping && work.isEmpty)
    }

    private func run(_ work: Work) {
        switch work {
        case .job(let job): if let executor = unsafe executor { unsafe job.runSynchronously(on: executor) }
        case .call(let call): call()
        }
    }

    private func wait(for interests: [Interest]) -> [Bool] {
        var descriptors = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
        for interest in interests {
            let events = (interest.reading ? POLLIN : 0) | (interest.writing ? POLLOUT : 0)
            // poll(2) skips negative descriptors.
            descriptors.append(pollfd(fd: interest.descriptor ?? -1, events: Int16(events), revents: 0))
        }
        let deadline = interests.compactMap(\.deadline).min()
        poll(&descriptors, until: deadline)
        if descriptors[0].revents != 0 { aftersail_eventfd_clear(wakeUp) }
        let now = ContinuousClock.now
        return zip(interests, descriptors.dropFirst()).map { interest, descriptor in
            descriptor.revents != 0 || (interest.deadline.map { $0 <= now } ?? false)
        }
    }

    private func poll(_ descriptors: inout [pollfd], until deadline: ContinuousClock.Instant?) {
        let left = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
        let nanoseconds = left.map { $0.components.seconds * 1_000_000_000 + $0.components.attoseconds / 1_000_000_000 }
        unsafe aftersail_poll(&descriptors, UInt(descriptors.count), nanoseconds ?? -1)
    }
}
