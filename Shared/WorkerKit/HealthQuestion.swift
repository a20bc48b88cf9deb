import FlyingSocks
import FoundationEssentials
import Glibc

/// What `--health` does: asks the process that wrote the run file whether it is ready.
struct HealthQuestion: Sendable {
    let settings: PlatformSettings

    init(_ settings: PlatformSettings) {
        self.settings = settings
    }

    func exit() async -> Never {
        do {
            let answer = try await ask()
            FileHandleWriter.standardOutput(answer.body)
            Glibc.exit(answer.isReady ? 0 : 1)
        } catch {
            FileHandleWriter.standardError("no answer: \(Cause.text(of: error)); is the process running?\n")
            Glibc.exit(1)
        }
    }

    private func ask() async throws -> (isReady: Bool, body: String) {
        guard let path = settings.runFile else { throw SettingsError(problems: ["AFTERSAIL_RUN_FILE must be set"]) }
        guard let port = try RunFile.read(from: path).port else {
            throw SettingsError(problems: ["the process serves no health: AFTERSAIL_HTTP is off"])
        }
        let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port), timeout: 3)
        defer { try? socket.close() }
        try await socket.write(Data("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        var bytes: [UInt8] = []
        while bytes.count < 65_536, let byte = try? await socket.read() { bytes.append(byte) }
        let text = String(decoding: bytes, as: UTF8.self)
        let body = text.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? ""
        return (text.hasPrefix("HTTP/1.1 200"), body)
    }
}
