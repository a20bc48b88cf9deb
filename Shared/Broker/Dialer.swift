import CLinux
import Glibc

/// Opens a TCP connection, trying every address of a name in turn; blocks.
struct Dialer {
    let host: String
    let port: Int
    /// Longest for one address.
    let limit: Duration

    /// A connected, non-blocking descriptor with `TCP_NODELAY`.
    func connect() throws(BrokerError) -> Int32 {
        var list: UnsafeMutablePointer<addrinfo>?
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            throw .cannotConnect(reason: "\(host) cannot be resolved: \(unsafe String(cString: gai_strerror(status)))")
        }
        defer { unsafe freeaddrinfo(list) }
        var failure = "no address"
        var entry = unsafe list
        while let address = unsafe entry {
            switch unsafe dial(address.pointee) {
            case .connected(let descriptor): return descriptor
            case .failed(let code): failure = unsafe String(cString: strerror(code))
            }
            unsafe entry = unsafe address.pointee.ai_next
        }
        throw .cannotConnect(reason: "\(host):\(port): \(failure)")
    }

    private enum Attempt {
        case connected(Int32)
        case failed(Int32)
    }

    @unsafe private func dial(_ address: addrinfo) -> Attempt {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = unsafe socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { return .failed(errno) }
        var code = unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno
        if code == EINPROGRESS { code = wait(descriptor) }
        guard code == 0 else {
            close(descriptor)
            return .failed(code)
        }
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, socklen_t(MemoryLayout<Int32>.size))
        return .connected(descriptor)
    }

    /// The error of the pending connect, 0 for success.
    private func wait(_ descriptor: Int32) -> Int32 {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let milliseconds = Int32(clamping: limit.nanoseconds / 1_000_000)
        guard unsafe poll(&waiting, 1, milliseconds) == 1 else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return code
    }
}
