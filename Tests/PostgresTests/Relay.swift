import Dispatch
import Glibc
import Synchronization
import Testing

/// Stands between a client and a server, counts round trips, and can lose an answer.
final class Relay: Sendable {
    private struct State {
        var roundTrips = 0
        var losesNextAnswer = false
    }

    let port: Int
    private let serverPort: Int
    private let listener: Int32
    private let state = Mutex(State())

    init(to serverPort: Int) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.serverPort = serverPort
        port = try #require(Self.bindLoopback(listener))
        try #require(listen(listener, 16) == 0)
        DispatchQueue(label: "relay").async { self.acceptAll() }
    }

    /// Times the server answered after the client had spoken.
    var roundTrips: Int { state.withLock(\.roundTrips) }

    /// Lets the next request through, drops its answer and hangs up.
    func loseNextAnswer() {
        state.withLock { $0.losesNextAnswer = true }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            DispatchQueue(label: "relay-connection").async { self.serve(client) }
        }
    }

    private func serve(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(server)
        }
        guard unsafe Self.withLoopback(serverPort, { unsafe connect(server, $0, $1) }) == 0 else { return }
        var clientSpoke = false
        var losing = false
        while true {
            var descriptors = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&descriptors, 2, -1) > 0 else { return }
            if descriptors[0].revents != 0 {
                losing = losing || takeOrder()
                guard forward(client, to: server) else { return }
                clientSpoke = true
            }
            if descriptors[1].revents != 0 {
                if losing { return swallow(server) }
                if clientSpoke { state.withLock { $0.roundTrips += 1 } }
                clientSpoke = false
                guard forward(server, to: client) else { return }
            }
        }
    }

    private func takeOrder() -> Bool {
        state.withLock { state in
            defer { state.losesNextAnswer = false }
            return state.losesNextAnswer
        }
    }

    private func swallow(_ descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        _ = unsafe read(descriptor, &chunk, chunk.count)
    }

    private func forward(_ source: Int32, to target: Int32) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(source, &chunk, chunk.count)
        guard count > 0 else { return false }
        var sent = 0
        while sent < count {
            let written = unsafe chunk[sent..<count].withUnsafeBytes {
                unsafe send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return false }
            sent += written
        }
        return true
    }

    private static func bindLoopback(_ socket: Int32) -> Int? {
        guard unsafe withLoopback(0, { unsafe bind(socket, $0, $1) }) == 0 else { return nil }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(socket, $0, &length)
            }
        }
        return status == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    private static func withLoopback(_ port: Int, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        return unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
