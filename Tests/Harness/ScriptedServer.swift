import Dispatch
import Glibc
import Synchronization

/// A server on a loopback port that speaks from a script, one answer for each line it hears.
///
/// `{tag}` in an answer becomes the first word of the line. When the script is over it hangs up. Each connection gets
/// the script from its beginning. Instead of a script it may choose an answer by what it hears.
public final class ScriptedServer: Sendable {
    /// What it does once it has heard a line, or first of all.
    public enum Answer: Sendable {
        /// Says this.
        case say(String)
        /// Says this and hangs up.
        case last(String)
        /// Says this bytewise.
        case bytes([UInt8])
        /// Says one byte each so many milliseconds, for ever.
        case drip(UInt8, milliseconds: UInt32)
        /// Keeps the connection and says nothing more.
        case silence
    }

    /// Port on 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let lines = Mutex<[String]>([])

    /// Listens on a free port; the first answer is the greeting.
    public convenience init(_ script: [Answer]) throws {
        try self.init(most: script.count) { index, _ in script[index] }
    }

    /// Listens on a free port; says the greeting, if any, then what is chosen for each line, or nothing.
    public convenience init(greeting: String?, choose: @escaping @Sendable (_ line: String) -> Answer?) throws {
        try self.init(most: .max) { index, line in
            if index > 0 { choose(line) } else { greeting.map { .say($0) } }
        }
    }

    private init(most: Int, choose: @escaping @Sendable (_ index: Int, _ line: String) -> Answer?) throws {
        port = try PrivateRabbitMQProcess.freePorts(1)[0]
        let listener = try Self.listen(on: port)
        self.listener = listener
        DispatchQueue(label: "scripted-server").async { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                DispatchQueue(label: "scripted-connection").async { [weak self] in
                    Self.serve(client, most, choose) { line in _ = self?.lines.withLock { $0.append(line) } }
                    close(client)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// What it has heard on all connections.
    public var heard: [String] { lines.withLock { $0 } }

    private static func listen(on port: Int) throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = LoopbackAddress.of(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(listener, raw, size)
            }
        }
        guard status == 0, Glibc.listen(listener, 64) == 0 else { throw ScriptedServerError(code: errno) }
        return listener
    }

    private static func serve(
        _ client: Int32,
        _ most: Int,
        _ choose: (Int, String) -> Answer?,
        _ note: (String) -> Void
    ) {
        var pending: [UInt8] = []
        for index in 0..<most {
            var heard = ""
            if index > 0 {
                guard let line = line(from: client, &pending) else { return }
                note(line)
                heard = line
            }
            let tag = heard.split(separator: " ").first.map(String.init) ?? ""
            switch choose(index, heard) {
            case nil: continue
            case .last(let text): return _ = send(Array(text.replacing("{tag}", with: tag).utf8), to: client)
            case .say(let text): guard send(Array(text.replacing("{tag}", with: tag).utf8), to: client) else { return }
            case .bytes(let bytes): guard send(bytes, to: client) else { return }
            case .drip(let byte, let milliseconds):
                while send([byte], to: client) {
                    usleep(milliseconds * 1_000)  // lint:sleep the script sets this pace
                }
            case .silence: while line(from: client, &pending) != nil {}
            }
        }
    }

    private static func line(from client: Int32, _ pending: inout [UInt8]) -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self).replacing("\r", with: "")
            }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }

    private static func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { part in
                unsafe Glibc.send(client, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

/// A scripted server could not listen.
public struct ScriptedServerError: Error {
    /// `errno`.
    public let code: Int32
}
