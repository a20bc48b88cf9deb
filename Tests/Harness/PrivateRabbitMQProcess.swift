import FoundationEssentials
import Glibc

/// A child in a process group of its own, its output in a file.
final class PrivateRabbitMQProcess {
    private let identifier: pid_t
    private var status: Int32?

    init(_ arguments: [String], environment: [String], log: String, input: Int32? = nil) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let input {
            unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let code = unsafe posix_spawn(&identifier, arguments[0], &actions, &attributes, &words, &variables)
        guard code == 0 else {
            let reason = unsafe String(cString: strerror(code))
            throw PrivateRabbitMQError(description: "\(arguments[0]): \(reason); install rabbitmq-server and openssl")
        }
        self.identifier = identifier
    }

    var isRunning: Bool {
        if status != nil { return false }
        var seen: Int32 = 0
        guard unsafe waitpid(identifier, &seen, WNOHANG) == identifier else { return true }
        status = seen
        return false
    }

    /// Waits for the end; 0 means success.
    func wait() -> Int32 {
        if let status { return status }
        var seen: Int32 = 0
        while unsafe waitpid(identifier, &seen, 0) < 0 && errno == EINTR {}
        status = seen
        return seen
    }

    func signal(_ number: Int32) {
        if status == nil { Glibc.kill(-identifier, number) }
    }

    func kill() {
        signal(SIGKILL)
        _ = wait()
    }

    func write(to file: String) throws {
        try String(identifier).write(toFile: file, atomically: false, encoding: .utf8)
    }
}

/// A shell that ends the node and removes its folder as soon as our process is gone: its input closes then.
final class PrivateRabbitMQLifeline {
    private static let script = """
        cd / || exit 1
        cat > /dev/null
        for pid in server epmd; do
            [ -f "$0/$pid.pid" ] && kill -9 "-$(cat "$0/$pid.pid")"
        done
        sleep 0.2
        rm -rf "$0"
        """
    private let shell: PrivateRabbitMQProcess

    init(folder: String) throws {
        var ends: [Int32] = [-1, -1]
        // Both ends close on exec: no other child may keep the shell alive.
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw PrivateRabbitMQError(description: "no socket pair: \(errno)")
        }
        defer { close(ends[0]) }
        let arguments = ["/bin/sh", "-c", Self.script, folder]
        let environment = ["PATH=/usr/bin:/bin"]
        // ends[1] stays open until the process ends.
        shell = try PrivateRabbitMQProcess(arguments, environment: environment, log: "/dev/null", input: ends[0])
    }
}

extension PrivateRabbitMQProcess {
    static func temporaryFolder() throws -> String {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/rabbitmq-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw PrivateRabbitMQError(description: "no temporary folder: \(errno)") }
        return made
    }

    /// Distinct ports on loopback that nobody uses now.
    static func freePorts(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { for descriptor in sockets { close(descriptor) } }
        return try (0..<count).map { _ in
            let (descriptor, port) = try boundSocket()
            sockets.append(descriptor)
            return port
        }
    }

    private static func boundSocket() throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = LoopbackAddress.of(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(descriptor, raw, size) == 0 ? getsockname(descriptor, raw, &size) : -1
            }
        }
        guard status == 0 else { throw PrivateRabbitMQError(description: "no free port: \(errno)") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Whether something on the port answers the AMQP greeting.
    static func speaksAMQP(port: Int) -> Bool {
        guard let descriptor = LoopbackAddress.connect(port: port) else { return false }
        defer { close(descriptor) }
        let greeting: [UInt8] = Array("AMQP".utf8) + [0, 0, 9, 1]
        guard unsafe send(descriptor, greeting, greeting.count, Int32(MSG_NOSIGNAL)) == greeting.count else {
            return false
        }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var answer: UInt8 = 0
        return unsafe poll(&waiting, 1, 1_000) == 1 && read(descriptor, &answer, 1) == 1 && answer == 1
    }
}
