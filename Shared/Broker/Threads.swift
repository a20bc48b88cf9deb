import CLinux
import Glibc

/// Threads of this module's own; none of them takes signals.
enum Threads {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs the body on a new thread.
    ///
    /// `name` is cut to 15 bytes.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
        let status = unsafe pthread_create(&thread, nil, { unsafe Threads.main($0) }, box)
        precondition(status == 0, "no thread left for the broker: raise `ulimit -u`")
        unsafe aftersail_name_thread(thread, String(name.prefix(15)))
        pthread_detach(thread)
    }

    private static func main(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let box = unsafe box else { return nil }
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        unsafe Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run()
        return nil
    }
}
