import CLinux
import Glibc

/// Two sockets and what is on the way between them; belongs to the proxy's thread.
final class FaultProxyConnection {
    private struct Flow {
        let source: Int32
        let sink: Int32
        var pending: [UInt8] = []
        var forwarded = 0
        /// The source has ended.
        var isEnded = false
        /// The sink has been told.
        var isClosed = false
    }

    private static let bufferSize = 65_536
    let number: Int
    private var flows: [FaultProxy.Direction: Flow]
    private(set) var isDone = false
    /// Nothing is forwarded any more, and nobody is told.
    private(set) var isSilent = false

    init(number: Int, client: Int32, server: Int32) {
        self.number = number
        for descriptor in [client, server] {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            var on: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        }
        flows = [.toServer: Flow(source: client, sink: server), .toClient: Flow(source: server, sink: client)]
    }

    func interests(stalled: Set<FaultProxy.Direction>) -> [pollfd] {
        flows.flatMap { direction, flow -> [pollfd] in
            guard !isDone, !isSilent, !stalled.contains(direction) else { return [] }
            let reads = !flow.isEnded && flow.pending.count < Self.bufferSize
            return [
                pollfd(fd: reads ? flow.source : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: flow.pending.isEmpty ? -1 : flow.sink, events: Int16(POLLOUT), revents: 0),
            ]
        }
    }

    func forward(in loop: FaultProxyLoop) {
        for direction in FaultProxy.Direction.allCases where !isDone && !isSilent && !loop.stalled.contains(direction) {
            guard var flow = flows[direction] else { continue }
            let place = FaultProxyLoop.Place(connection: number, direction: direction)
            let limit = loop.limits[place]
            let before = flow.forwarded
            var sent: [UInt8] = []
            let isBroken = !read(&flow, by: &loop.chunk) || !write(&flow, limit: limit?.bytes, to: &sent)
            loop.forwarded[direction, default: 0] += flow.forwarded - before
            if loop.isRecording { loop.transcripts[place, default: []] += sent }
            flows[direction] = flow
            if isBroken { return reset() }
            if let limit, flow.forwarded >= limit.bytes {
                loop.cuts += 1
                return end(by: limit.cut)
            }
        }
        if flows.values.allSatisfy(\.isClosed) { finish() }
    }

    private func end(by cut: FaultProxy.Cut) {
        switch cut {
        case .reset: reset()
        case .finish:
            for flow in flows.values { shutdown(flow.sink, Int32(SHUT_WR)) }
            finish()
        case .silence: isSilent = true
        }
    }

    func halfClose(_ direction: FaultProxy.Direction) {
        guard !isDone, !isSilent, let sink = flows[direction]?.sink else { return }
        shutdown(sink, Int32(SHUT_WR))
        flows[direction]?.isClosed = true
        flows[direction]?.isEnded = true
    }

    func reset() {
        guard !isDone, let flow = flows[.toServer] else { return }
        isDone = true
        Self.reset(flow.source)
        Self.reset(flow.sink)
    }

    /// Closes with RST instead of FIN.
    static func reset(_ descriptor: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
    }

    /// Closes both ends in order (FIN).
    func finish() {
        guard !isDone, let flow = flows[.toServer] else { return }
        isDone = true
        close(flow.source)
        close(flow.sink)
    }

    /// False when the connection broke.
    private func read(_ flow: inout Flow, by chunk: inout [UInt8]) -> Bool {
        while !flow.isEnded, flow.pending.count < Self.bufferSize {
            let count = unsafe recv(flow.source, &chunk, chunk.count, 0)
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            if count == 0 { flow.isEnded = true }
            flow.pending.append(contentsOf: chunk[..<max(0, count)])
        }
        return true
    }

    private func write(_ flow: inout Flow, limit: Int?, to record: inout [UInt8]) -> Bool {
        while !flow.pending.isEmpty, !flow.isClosed {
            let allowed = limit.map { max(0, $0 - flow.forwarded) } ?? .max
            let size = min(allowed, flow.pending.count)
            guard size > 0 else { return true }
            let count = unsafe send(flow.sink, flow.pending, size, Int32(MSG_NOSIGNAL))
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            flow.forwarded += count
            record += flow.pending.prefix(count)
            flow.pending.removeFirst(count)
        }
        if flow.isEnded, flow.pending.isEmpty, !flow.isClosed {
            shutdown(flow.sink, Int32(SHUT_WR))
            flow.isClosed = true
        }
        return true
    }
}
