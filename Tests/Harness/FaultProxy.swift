import Glibc
import Synchronization

/// A TCP proxy on loopback that misbehaves on demand, on a thread of its own.
///
/// Every command has taken effect when it returns. Connections are counted from 1 in the order accepted.
public final class FaultProxy: Sendable {
    /// Which way bytes flow.
    public enum Direction: Sendable, CaseIterable {
        /// From the one who connected to the target.
        case toServer
        /// From the target back.
        case toClient
    }

    /// How a connection ends.
    public enum Cut: Sendable, CaseIterable {
        /// Both sides are reset (RST).
        case reset
        /// Both sides are told that nothing more comes (FIN).
        case finish
        /// Both sides hear nothing any more.
        case silence
    }

    /// Port that clients connect to.
    public let port: Int
    private let loop: FaultProxyLoop

    /// Listens on a free port and forwards to a port of this machine; a `recording` one remembers every byte.
    public init(to target: Int, recording: Bool = false) throws {
        loop = try FaultProxyLoop(target: target, isRecording: recording)
        port = loop.port
        loop.start()
    }

    deinit {
        loop.stop()
    }

    /// Bytes of one direction are no longer forwarded, as if the peer were silent; connections stay open.
    public func stall(_ direction: Direction) {
        loop.perform { $0.stalled.insert(direction) }
    }

    /// Forwards again, in both directions.
    public func resume() {
        loop.perform { $0.stalled.removeAll() }
    }

    /// Resets every connection (RST) at once.
    public func cutAll() {
        loop.perform { $0.resetAll() }
    }

    /// Resets the connections whose number is chosen (RST) at once.
    public func cut(where isChosen: @escaping @Sendable (_ number: Int) -> Bool) {
        loop.perform { $0.reset(where: isChosen) }
    }

    /// Closes the connections whose number is chosen in order (FIN to both ends) at once.
    public func close(where isChosen: @escaping @Sendable (_ number: Int) -> Bool) {
        loop.perform { $0.finish(where: isChosen) }
    }

    /// Tells the receiver of one direction that nothing more comes (FIN); the other direction goes on.
    public func halfClose(_ direction: Direction) {
        loop.perform { $0.halfClose(direction) }
    }

    /// Cuts connection number `connection` once it has forwarded that many bytes in a direction.
    public func cutAfter(bytes: Int, direction: Direction, connection: Int, by cut: Cut = .reset) {
        let place = FaultProxyLoop.Place(connection: connection, direction: direction)
        loop.perform { $0.limits[place] = FaultProxyLoop.Limit(bytes: bytes, cut: cut) }
    }

    /// Resets the connections that have fallen silent, as keep-alives do after a while.
    public func endSilence() {
        loop.perform { $0.endSilence() }
    }

    /// Resets new connections at once, until told otherwise.
    public func refuseConnections(_ isRefusing: Bool) {
        loop.perform { $0.isRefusing = isRefusing }
    }

    /// Bytes forwarded in a direction, by all connections.
    public func forwarded(_ direction: Direction) -> Int {
        loop.perform { $0.forwarded[direction] ?? 0 }
    }

    /// Connections cut after a number of bytes so far.
    public var cuts: Int { loop.perform { $0.cuts } }

    /// What a connection has forwarded in a direction; empty unless the proxy records.
    public func transcript(_ direction: Direction, connection: Int) -> [UInt8] {
        loop.perform { $0.transcripts[FaultProxyLoop.Place(connection: connection, direction: direction)] ?? [] }
    }

    /// Connections accepted so far.
    public var accepted: Int { loop.perform { $0.accepted } }
}
