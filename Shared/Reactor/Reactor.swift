/// One thread that runs an actor's jobs and polls its descriptor between them.
///
/// C libraries that block or demand a single thread get a reactor each, so the cooperative pool (as many threads
/// as cores) never waits for them. An actor returns the reactor from `unownedExecutor` and keeps it in a stored
/// property; the thread ends when the reactor is released.
public final class Reactor: SerialExecutor {
    private let loop: ReactorLoop

    /// Starts the thread.
    ///
    /// `name` shows in `top -H` and debuggers, cut to 15 bytes (`pthread_setname_np`).
    public init(name: String) {
        loop = ReactorLoop()
        unsafe loop.start(name: name, executor: asUnownedSerialExecutor())
    }

    deinit {
        loop.stop()
    }

    /// Hands a job to the thread; wakes it only if the queue was empty.
    public func enqueue(_ job: consuming ExecutorJob) {
        loop.push(UnownedJob(job))
    }

    /// Hands a call to the thread, in turn with the jobs.
    ///
    /// For code that answers through a continuation: a task suspended inside an actor comes back to that actor by
    /// way of the cooperative pool, whereas one suspended outside needs the reactor only once.
    public func perform(_ call: @escaping @Sendable () -> Void) {
        loop.push(call)
    }

    /// Stops the process when called from any other thread.
    public func checkIsolated() {
        precondition(loop.isCurrentThread, "expected the reactor's own thread")
    }

    /// Whether the caller runs on this reactor's thread.
    public var isCurrentThread: Bool { loop.isCurrentThread }

    /// Polls for the pump from now on.
    ///
    /// Call on the reactor's thread; the reactor holds the pump weakly.
    public func attach(_ pump: any Pump) {
        checkIsolated()
        loop.attach(pump)
    }

    /// Stops polling for the pump.
    ///
    /// Call on the reactor's thread.
    public func detach(_ pump: any Pump) {
        checkIsolated()
        loop.detach(pump)
    }
}
