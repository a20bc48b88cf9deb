import FoundationEssentials
import Glibc

/// Folder, ports and processes of one node.
///
/// `@unchecked Sendable`: used only under the lock of `PrivateRabbitMQ`.
final class PrivateRabbitMQNode: @unchecked Sendable {
    let folder: String
    let port: Int
    let tlsPort: Int
    private let environment: [String]
    private var server: PrivateRabbitMQProcess?
    private let epmd: PrivateRabbitMQProcess
    private let lifeline: PrivateRabbitMQLifeline

    init() throws {
        folder = try PrivateRabbitMQProcess.temporaryFolder()
        let ports = try PrivateRabbitMQProcess.freePorts(5)
        port = ports[0]
        tlsPort = ports[1]
        environment = Self.environment(folder: folder, ports: ports)
        try Self.writeFiles(folder: folder, ports: ports)
        try PrivateRabbitMQTLS.makeCertificates(in: folder)
        lifeline = try PrivateRabbitMQLifeline(folder: folder)
        let arguments = ["/usr/bin/epmd", "-port", String(ports[3]), "-address", "127.0.0.1"]
        epmd = try PrivateRabbitMQProcess(arguments, environment: environment, log: folder + "/epmd.log")
        try epmd.write(to: folder + "/epmd.pid")
    }

    func start() throws {
        guard server == nil else { return }
        let arguments = ["/usr/lib/rabbitmq/bin/rabbitmq-server"]
        let server = try PrivateRabbitMQProcess(arguments, environment: environment, log: folder + "/server.log")
        try server.write(to: folder + "/server.pid")
        self.server = server
        let deadline = ContinuousClock.now + .seconds(180)
        while !PrivateRabbitMQProcess.speaksAMQP(port: port) {
            guard ContinuousClock.now < deadline, server.isRunning else {
                throw PrivateRabbitMQError(description: "RabbitMQ did not start; see \(folder)/server.log")
            }
            usleep(50_000)  // lint:sleep poll of a condition with a deadline
        }
    }

    func crash() {
        server?.kill()
        server = nil
    }

    /// Asks the node to end and waits for it, at most two minutes.
    func stop() throws {
        guard let server else { return }
        // What SIGTERM does; but a child of a dispatch thread has that signal blocked.
        _ = try evaluate("init:stop()")
        let deadline = ContinuousClock.now + .seconds(120)
        while server.isRunning {
            guard ContinuousClock.now < deadline else {
                throw PrivateRabbitMQError(description: "RabbitMQ did not end in 120 s; see \(folder)/server.log")
            }
            usleep(20_000)  // lint:sleep poll of a condition with a deadline
        }
        crash()
    }

    func signal(_ number: Int32) {
        server?.signal(number)
    }

    @discardableResult
    func control(_ arguments: [String]) throws -> String {
        let log = folder + "/control.log"
        let command = ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q"] + arguments
        let status = try PrivateRabbitMQProcess(command, environment: environment, log: log).wait()
        let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        guard status == 0 else {
            let name = arguments.first ?? ""
            throw PrivateRabbitMQError(description: "rabbitmqctl \(name) ended with \(status): \(output)")
        }
        return output
    }

    /// Evaluates an Erlang expression in the node and gives its value as text.
    ///
    /// `erl_call` costs a hundredth of `rabbitmqctl`, which starts a virtual machine of its own.
    func evaluate(_ expression: String) throws -> String {
        let log = folder + "/evaluate.log"
        let script = "printf '%s.\\n' \"$1\" | exec /usr/bin/erl_call -sname harness@localhost -c HARNESS\(getpid()) -e"
        let command = ["/bin/sh", "-c", script, "sh", expression]
        let status = try PrivateRabbitMQProcess(command, environment: environment, log: log).wait()
        let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        guard status == 0, output.hasPrefix("{ok, "), output.hasSuffix("}") else {
            throw PrivateRabbitMQError(description: "erl_call ended with \(status): \(output)")
        }
        return String(output.dropFirst("{ok, ".count).dropLast())
    }

    private static func environment(folder: String, ports: [Int]) -> [String] {
        [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=\(folder)",
            // The start script then becomes the Erlang process itself, which is so our own child.
            "RUNNING_UNDER_SYSTEMD=true",
            "ERL_EPMD_PORT=\(ports[3])", "ERL_EPMD_ADDRESS=127.0.0.1",
            "RABBITMQ_CONF_ENV_FILE=\(folder)/environment", "RABBITMQ_NODENAME=harness@localhost",
            "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT=\(ports[0])", "RABBITMQ_DIST_PORT=\(ports[2])",
            "RABBITMQ_CTL_DIST_PORT_MIN=\(ports[4])", "RABBITMQ_CTL_DIST_PORT_MAX=\(ports[4])",
            "RABBITMQ_MNESIA_BASE=\(folder)/data", "RABBITMQ_LOG_BASE=\(folder)/log", "RABBITMQ_LOGS=-",
            "RABBITMQ_PID_FILE=\(folder)/node.pid", "RABBITMQ_ENABLED_PLUGINS_FILE=\(folder)/plugins",
            "RABBITMQ_CONFIG_FILE=\(folder)/rabbitmq.conf", "RABBITMQ_ADVANCED_CONFIG_FILE=\(folder)/advanced.config",
            "RABBITMQ_GENERATED_CONFIG_DIR=\(folder)/generated", "RABBITMQ_FEATURE_FLAGS_FILE=\(folder)/flags",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
                + " -kernel inet_dist_use_interface {127,0,0,1}",
        ]
    }

    private static func writeFiles(folder: String, ports: [Int]) throws {
        let configuration = """
            listeners.tcp.default = 127.0.0.1:\(ports[0])
            listeners.ssl.default = 127.0.0.1:\(ports[1])
            ssl_options.cacertfile = \(folder)/ca.pem
            ssl_options.certfile = \(folder)/server.pem
            ssl_options.keyfile = \(folder)/server.key
            log.console.level = warning
            vm_memory_high_watermark.absolute = 2GB
            disk_free_limit.absolute = 50MB
            raft.wal_max_size_bytes = 67108864

            """
        for name in ["data", "log", "generated"] { unsafe mkdir("\(folder)/\(name)", 0o700) }
        let files = [
            "rabbitmq.conf": configuration, "plugins": "[].\n", "environment": "",
            ".erlang.cookie": "HARNESS\(getpid())",
        ]
        for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
        unsafe chmod("\(folder)/.erlang.cookie", 0o400)
    }
}
