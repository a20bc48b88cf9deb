import FoundationEssentials
import Glibc
import Harness

/// What one worker says at `/metrics`: each line's name with labels, and its value.
public struct MetricsPage: Sendable {
    /// Values by name and labels as printed, such as `aftersail_mails_total{state="sent"}`.
    public let values: [String: Double]

    /// Asks a worker by way of its run file; `nil` while it does not answer.
    public init?(runFile: String) {
        guard let data = try? Data(contentsOf: URL(filePath: runFile)),
            let told = try? JSONDecoder().decode(Told.self, from: data), let port = told.port,
            let page = Self.fetch(port)
        else { return nil }
        var values: [String: Double] = [:]
        for line in page.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            values[String(line[..<space])] = value
        }
        self.values = values
    }

    /// The sum of a figure over those of its labels that contain `label`.
    public func sum(_ name: String, where label: String = "") -> Double {
        values.filter { ($0.key == name || $0.key.hasPrefix(name + "{")) && (label.isEmpty || $0.key.contains(label)) }
            .values.reduce(0, +)
    }

    private struct Told: Decodable {
        let port: Int?
    }

    private static func fetch(_ port: Int) -> String? {
        guard let descriptor = LoopbackAddress.connect(port: port) else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let request = Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
