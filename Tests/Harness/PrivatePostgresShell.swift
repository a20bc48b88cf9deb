import Glibc

/// Runs shell scripts for a private server; blocks the calling thread until they end.
enum PrivatePostgresShell {
    /// Returns what the script printed; throws it when the script fails.
    static func run(_ script: String, _ purpose: String) throws(PrivatePostgresError) -> String {
        guard let stream = unsafe popen("(\(script)\n) 2>&1", "re") else {
            throw PrivatePostgresError(purpose: purpose, output: "popen failed, errno \(errno)")
        }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, stream)
            if count == 0 { break }
            output.append(contentsOf: chunk[..<count])
        }
        let text = String(decoding: output, as: UTF8.self)
        guard unsafe pclose(stream) == 0 else { throw PrivatePostgresError(purpose: purpose, output: text) }
        return text
    }

    /// Starts a script in a session of its own whose standard input ends when this process does, `kill -9` included.
    static func guardUntilExit(_ script: String) throws(PrivatePostgresError) {
        guard unsafe popen("exec setsid sh -c \(quote(script)) >/dev/null 2>&1", "we") != nil else {
            throw PrivatePostgresError(purpose: "start the watchdog", output: "popen failed, errno \(errno)")
        }
    }

    /// One word for the shell, whatever it holds.
    static func quote(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A TCP port of the loopback address that was free a moment ago.
    static func freePort() throws(PrivatePostgresError) -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(socket, generic, length) == 0 && getsockname(socket, generic, &length) == 0
            }
        }
        guard status else { throw PrivatePostgresError(purpose: "find a free port", output: "errno \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// The private server could not do what a test needs.
public struct PrivatePostgresError: Error, CustomStringConvertible {
    let purpose: String
    let output: String

    /// What was tried, and the tool's own words.
    public var description: String { "private PostgreSQL could not \(purpose): \(output)" }
}
