import CLinux
import Dispatch
import Glibc
import Synchronization

/// The proxy's thread: one poll over listener and connections.
///
/// `@unchecked Sendable`: everything mutable belongs to the thread; others reach it only through `perform`.
final class FaultProxyLoop: @unchecked Sendable {
    struct Place: Hashable {
        var connection: Int
        var direction: FaultProxy.Direction
    }

    struct Limit {
        var bytes: Int
        var cut: FaultProxy.Cut
    }

    let port: Int
    private let target: Int
    private let listener: Int32
    private let wakeUp = aftersail_eventfd()
    private let commands = Mutex<[@Sendable () -> Void]>([])
    private var isStopped = false
    private var connections: [FaultProxyConnection] = []

    /// Where bytes rest between two calls; one for all connections, which take turns.
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var stalled: Set<FaultProxy.Direction> = []
    var limits: [Place: Limit] = [:]
    let isRecording: Bool
    var transcripts: [Place: [UInt8]] = [:]
    var cuts = 0
    var isRefusing = false
    var forwarded: [FaultProxy.Direction: Int] = [:]
    private(set) var accepted = 0

    init(target: Int, isRecording: Bool) throws {
        self.target = target
        self.isRecording = isRecording
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let listener = socket(AF_INET, type, 0)
        var address = LoopbackAddress.of(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(listener, raw, size) == 0 ? getsockname(listener, raw, &size) : -1
            }
        }
        guard status == 0, listen(listener, 128) == 0 else {
            close(listener)
            throw FaultProxyError(description: "the proxy cannot listen on loopback: \(errno)")
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func start() {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(&thread, nil, { unsafe FaultProxyLoop.main($0) }, box)
        precondition(status == 0, "no thread left for the proxy: raise `ulimit -u`")
        pthread_detach(thread)
    }

    private static func main(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let box = unsafe box { unsafe Unmanaged<FaultProxyLoop>.fromOpaque(box).takeRetainedValue().run() }
        return nil
    }

    func stop() {
        perform { $0.isStopped = true }
    }

    /// Runs a command on the thread and waits for it.
    @discardableResult
    func perform<Result: Sendable>(_ command: @escaping @Sendable (FaultProxyLoop) -> Result) -> Result {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result?>(nil)
        commands.withLock { commands in
            commands.append {
                let value = command(self)
                result.withLock { $0 = value }
                done.signal()
            }
        }
        aftersail_eventfd_signal(wakeUp)
        done.wait()
        guard let value = result.withLock({ $0 }) else { preconditionFailure("the command has run") }
        return value
    }

    func resetAll() {
        for connection in connections { connection.reset() }
    }

    func reset(where isChosen: (Int) -> Bool) {
        for connection in connections where isChosen(connection.number) { connection.reset() }
    }

    func finish(where isChosen: (Int) -> Bool) {
        for connection in connections where isChosen(connection.number) { connection.finish() }
    }

    func endSilence() {
        for connection in connections where connection.isSilent { connection.reset() }
    }

    func halfClose(_ direction: FaultProxy.Direction) {
        for connection in connections { connection.halfClose(direction) }
    }

    private func run() {
        while !isStopped {
            let due = commands.withLock { commands in
                defer { commands = [] }
                return commands
            }
            for command in due { command() }
            connections.removeAll(where: \.isDone)
            // A command may have set anybody free; otherwise only those go on for whom poll has news.
            poll(everybody: !due.isEmpty)
        }
        resetAll()
        close(listener)
        close(wakeUp)
    }

    private func poll(everybody: Bool) {
        var descriptors = [
            pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
        ]
        var ends: [Int] = []
        for connection in connections {
            descriptors += connection.interests(stalled: stalled)
            ends.append(descriptors.count)
        }
        unsafe aftersail_poll(&descriptors, UInt(descriptors.count), isStopped || everybody ? 0 : -1)
        if descriptors[0].revents != 0 { aftersail_eventfd_clear(wakeUp) }
        var begin = 2
        for (connection, end) in zip(connections, ends) {
            if everybody || descriptors[begin..<end].contains(where: { $0.revents != 0 }) {
                connection.forward(in: self)
            }
            begin = end
        }
        if descriptors[1].revents != 0 { acceptAll() }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            accepted += 1
            guard !isRefusing, let server = LoopbackAddress.connect(port: target) else {
                FaultProxyConnection.reset(client)
                continue
            }
            connections.append(FaultProxyConnection(number: accepted, client: client, server: server))
        }
    }
}

/// Why the proxy cannot work.
public struct FaultProxyError: Error, CustomStringConvertible {
    /// What was tried and what was seen.
    public let description: String
}
