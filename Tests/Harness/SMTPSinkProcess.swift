import FoundationEssentials
import Glibc
import Synchronization

/// The server's process; it ends when this object does, and with our process however that ends (its input closes).
final class SMTPSinkProcess: Sendable {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().path + "/Support/smtp-sink.py"
    let folder: String
    private let input: Int32
    private let identifier: Mutex<pid_t?>

    init(_ options: [String]) throws(SMTPSinkError) {
        folder = try Self.makeFolder()
        var ends: [Int32] = [-1, -1]
        // A socket pair rather than a pipe: both ends are closed in other children from the start.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .notStarted("no socket pair: \(errno)") }
        defer { close(ends[0]) }
        input = ends[1]
        let arguments = ["/usr/bin/python3", Self.script, folder, "--remove"] + options
        identifier = Mutex(try Self.spawn(arguments, input: ends[0], log: folder + "/log"))
    }

    deinit {
        kill()
        close(input)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Ends the server at once, as a power cut would.
    func kill() {
        identifier.withLock { identifier in
            guard let running = identifier else { return }
            Glibc.kill(running, SIGKILL)
            waitpid(running, nil, 0)
            identifier = nil
        }
    }

    private static func makeFolder() throws(SMTPSinkError) -> String {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/smtp-sink-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw .notStarted("no temporary folder: \(errno)") }
        return made
    }

    private static func spawn(_ arguments: [String], input: Int32, log: String) throws(SMTPSinkError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let status = unsafe posix_spawn(&identifier, arguments[0], &actions, nil, &words, environ)
        guard status == 0 else { throw .notStarted("posix_spawn says \(status); install python3-aiosmtpd") }
        return identifier
    }
}
