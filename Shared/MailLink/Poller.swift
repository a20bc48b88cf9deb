import CCurl
import Glibc

/// One epoll descriptor that stands for all sockets of a user of links.
public final class Poller {
    /// A socket that is ready.
    public struct Event {
        /// The number its link was made with.
        public let session: UInt32
        /// The socket.
        public let socket: Int32
        /// The bits of `curl_multi_socket_action`: 1 readable, 2 writable, 4 failed.
        public let flags: Int32
    }

    private static let room = 64
    /// Readable when a socket is ready.
    public let descriptor: Int32

    /// Stops the process when no file descriptor is left.
    public init() {
        descriptor = aftersail_epoll_create()
        precondition(descriptor >= 0, "no file descriptor left for mail: raise `ulimit -n`")
    }

    deinit {
        close(descriptor)
    }

    func watch(_ socket: Int32, for session: UInt32, reading: Bool, writing: Bool) {
        let token = UInt64(session) << 32 | UInt64(UInt32(bitPattern: socket))
        aftersail_epoll_watch(descriptor, socket, token, reading ? 1 : 0, writing ? 1 : 0)
    }

    func forget(_ socket: Int32) {
        aftersail_epoll_forget(descriptor, socket)
    }

    /// What is ready now, at most 64 sockets; the rest comes with the next call.
    public func ready() -> [Event] {
        var tokens = [UInt64](repeating: 0, count: Self.room)
        var flags = [Int32](repeating: 0, count: Self.room)
        let count = unsafe aftersail_epoll_ready(descriptor, &tokens, &flags, Int32(Self.room))
        return (0..<max(0, Int(count))).map { index in
            let token = tokens[index]
            let socket = Int32(bitPattern: UInt32(truncatingIfNeeded: token))
            return Event(session: UInt32(token >> 32), socket: socket, flags: flags[index])
        }
    }
}
