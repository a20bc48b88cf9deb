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

    /// Port that clients connect to.
    public let port: Int
    private let loop: FaultProxyLoop

    /// Listens on a free port and forwards to a port of this machine.
    public init(to target: Int) throws {
        loop = try FaultProxyLoop(target: target)
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

    /// Resets connection number `connection` once it has forwarded that many bytes in a direction.
    public func cutAfter(bytes: Int, direction: Direction, connection: Int) {
        loop.perform { $0.limits[FaultProxyLoop.Limit(connection: connection, direction: direction)] = bytes }
    }

    /// Resets new connections at once, until told otherwise.
    public func refuseConnections(_ isRefusing: Bool) {
        loop.perform { $0.isRefusing = isRefusing }
    }

    /// Bytes forwarded in a direction, by all connections.
    public func forwarded(_ direction: Direction) -> Int {
        loop.perform { $0.forwarded[direction] ?? 0 }
    }

    /// Connections accepted so far.
    public var accepted: Int { loop.perform { $0.accepted } }
}
