import FlyingFox
import FlyingSocks
import FoundationEssentials
import Logging

/// HTTP for orchestrators: `/livez`, `/readyz`, `/metrics`.
struct HealthServer: Sendable {
    let server: HTTPServer

    init?(_ setting: String, readiness: @escaping @Sendable () -> [String], metrics: Metrics) async throws {
        guard setting != "off" else { return nil }
        let parts = setting.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw SettingsError(problems: ["AFTERSAIL_HTTP must look like 127.0.0.1:8080"])
        }
        server = HTTPServer(address: try .inet(ip4: String(parts[0]), port: port), logger: .disabled)
        await server.appendRoute("GET /livez") { _ in Self.text(.ok, "alive\n") }
        await server.appendRoute("GET /readyz") { _ in
            let obstacles = readiness()
            return obstacles.isEmpty
                ? Self.text(.ok, "ready\n")
                : Self.text(.serviceUnavailable, obstacles.joined(separator: "\n") + "\n")
        }
        await server.appendRoute("GET /metrics") { _ in
            Self.text(.ok, Self.figures(metrics, readiness()), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    /// Every figure, with readiness as it is now.
    static func figures(_ metrics: Metrics, _ obstacles: [String]) -> String {
        metrics.set("aftersail_ready", obstacles.isEmpty ? 1 : 0)
        return metrics.rendered()
    }

    private static func text(
        _ status: HTTPStatusCode,
        _ body: String,
        type: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: [.contentType: type], body: Data(body.utf8))
    }

    /// The port it listens on, once it does.
    func port() async throws -> UInt16 {
        try await server.waitUntilListening(timeout: 5)
        switch await server.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): return port
        default: return 0
        }
    }
}
