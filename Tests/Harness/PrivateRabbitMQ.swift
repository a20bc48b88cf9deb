import FoundationEssentials
import Glibc
import Synchronization

/// A RabbitMQ node that belongs to this test process: own folder, ports, cookie and epmd.
///
/// It starts on first use, as any user, and ends with the process however that ends. Calls block: leave the
/// cooperative pool first, as the trait `.freshBroker` does.
public final class PrivateRabbitMQ: Sendable {
    /// For tests that leave the node alone.
    public static let shared = PrivateRabbitMQ()
    /// For tests that kill, stop or alarm the node; take it through `.breakableBroker`, one test at a time.
    public static let breakable = PrivateRabbitMQ()

    private struct Content {
        var node: PrivateRabbitMQNode?
        var hosts: [String] = []
        var made = 0
    }

    /// Virtual hosts made in one call of `rabbitmqctl`, which costs half a second.
    private static let hostsAtOnce = 16
    private let content = Mutex(Content())

    /// A node that is not running yet.
    public init() {}

    /// A URL of a virtual host that nobody has used.
    public func freshVirtualHost() throws -> String {
        "amqp://guest:guest@127.0.0.1:\(try port)/\(try freshVirtualHostName())"
    }

    /// The same over TLS; `localhost`, because the certificate carries that name.
    public func freshVirtualHostOverTLS() throws -> String {
        let node = try content.withLock { try running(&$0) }
        return "amqps://guest:guest@localhost:\(node.tlsPort)/\(try freshVirtualHostName())"
    }

    /// Port for AMQP without TLS.
    public var port: Int { get throws { try content.withLock { try running(&$0).port } } }

    /// The node's process.
    public var processIdentifier: Int32 {
        get throws {
            let folder = try content.withLock { try running(&$0).folder }
            return Int32(try String(contentsOfFile: folder + "/server.pid", encoding: .utf8)) ?? 0
        }
    }

    /// The authority that signed the node's certificate (PEM).
    public var authorityFile: String {
        get throws { try content.withLock { try running(&$0).folder + "/ca.pem" } }
    }

    /// An authority that signed nothing (PEM).
    public var strangerFile: String {
        get throws { try content.withLock { try running(&$0).folder + "/stranger.pem" } }
    }

    /// `kill -9` of the node; returns when it is gone.
    ///
    /// RabbitMQ 3.10 writes the names of new quorum queues to disk with delay: killed in the first seconds of a queue,
    /// it forgets which log was the queue's, and with it confirmed messages. That is not what our tests are about, so
    /// the names are written first, unless the test has done so; messages are not.
    public func crash(writingNames: Bool = true) throws {
        if writingNames { try writeNames() }
        try content.withLock { try running(&$0).crash() }
    }

    /// Writes the names of new quorum queues to disk.
    public func writeNames() throws {
        try evaluate("[dets:sync(Table) || Table <- dets:all()], ok")
    }

    /// Ends the node in order, as an operator does; returns when it is gone.
    public func stop() throws {
        try content.withLock { try running(&$0).stop() }
    }

    /// Starts the node, also after a crash; returns when it accepts connections.
    public func start() throws {
        try content.withLock { content in
            let node = try running(&content)
            try node.start()
        }
    }

    /// Stops every thread of the node (SIGSTOP), so that it is silent but its connections stay.
    public func freeze() throws {
        try content.withLock { try running(&$0).signal(SIGSTOP) }
    }

    /// Lets a frozen node go on.
    public func thaw() throws {
        try content.withLock { try running(&$0).signal(SIGCONT) }
    }

    /// Runs `rabbitmqctl` and gives its output; throws when it fails.
    @discardableResult
    public func control(_ arguments: [String]) throws -> String {
        try content.withLock { try running(&$0).control(arguments) }
    }

    /// Evaluates an Erlang expression in the node and gives its value as text; throws when it fails.
    @discardableResult
    public func evaluate(_ expression: String) throws -> String {
        try content.withLock { try running(&$0).evaluate(expression) }
    }

    /// Raises or clears the memory alarm, which stops all publishing.
    public func setMemoryAlarm(_ isRaised: Bool) throws {
        let bytes = isRaised ? 1_000_000 : 2_000_000_000
        try evaluate("vm_memory_monitor:set_vm_memory_high_watermark({absolute, \(bytes)})")
    }

    /// Raises or clears the alarm about the disk, which stops all publishing.
    public func setDiskAlarm(_ isRaised: Bool) throws {
        let bytes = isRaised ? 1_000_000_000_000_000 : 50_000_000
        try evaluate("rabbit_disk_monitor:set_disk_free_limit(\(bytes))")
    }

    private func freshVirtualHostName() throws -> String {
        try content.withLock { content in
            if content.hosts.isEmpty { try makeHosts(&content) }
            return content.hosts.removeLast()
        }
    }

    private func makeHosts(_ content: inout Content) throws {
        let node = try running(&content)
        let numbers = content.made..<(content.made + Self.hostsAtOnce)
        let script = """
            [begin ok = rabbit_vhost:add(N, <<"harness">>),
            ok = rabbit_auth_backend_internal:set_permissions(
            <<"guest">>, N, <<".*">>, <<".*">>, <<".*">>, <<"harness">>) end
            || N <- [list_to_binary("test-" ++ integer_to_list(I))
            || I <- lists:seq(\(numbers.lowerBound), \(numbers.upperBound - 1))]], ok.
            """
        try node.control(["eval", script])
        content.made = numbers.upperBound
        content.hosts = numbers.reversed().map { "test-\($0)" }
    }

    private func running(_ content: inout Content) throws -> PrivateRabbitMQNode {
        if let node = content.node { return node }
        let node = try PrivateRabbitMQNode()
        try node.start()
        content.node = node
        return node
    }
}

/// Why the private node is not usable.
public struct PrivateRabbitMQError: Error, CustomStringConvertible {
    /// What was tried and what was seen.
    public let description: String
}
