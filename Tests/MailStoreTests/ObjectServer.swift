import Digest
import FlyingFox
import FlyingSocks
import FoundationEssentials
import Synchronization

/// An S3-compatible server of a test: objects in memory, every signature and every body checked as AWS documents it.
final class ObjectServer: Sendable {
    static let (key, secret) = ("AKTEST", "s3cr/et+KEY:of{9}")

    let port: UInt16
    private let server: HTTPServer
    private let running: Task<Void, any Error>
    private let objects = Mutex<[String: [UInt8]]>([:])
    private let trouble = Mutex<Int>(0)

    init() async throws {
        let handler = Handler()
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled, handler: handler)
        self.server = server
        running = Task { try await server.run() }
        try await server.waitUntilListening(timeout: 5)
        guard case .ip4(_, let port) = await server.listeningAddress else { throw CancellationError() }
        self.port = port
        handler.owner.withLock { $0 = Owner(server: self) }
    }

    deinit { running.cancel() }

    var address: String { "http://127.0.0.1:\(port)/mails/desk" }
    /// Keys and bytes.
    var kept: [String: [UInt8]] { objects.withLock { $0 } }

    func replace(_ key: String, with bytes: [UInt8]) { objects.withLock { $0[key] = bytes } }
    /// Answers with this status from now on; 0 as it should.
    func fail(with status: Int) { trouble.withLock { $0 = status } }

    fileprivate func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let status = trouble.withLock { $0 }
        if status != 0 { return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: "Trouble")) }
        let body = Array(try await request.bodyData)
        guard Signature(request, body: body).isRight(secret: Self.secret) else {
            return HTTPResponse(statusCode: .forbidden, body: Data("SignatureDoesNotMatch".utf8))
        }
        guard request.path.hasPrefix("/mails/") else { return HTTPResponse(statusCode: .notFound) }
        switch request.method {
        case .PUT:
            objects.withLock { $0[request.path] = body }
            return HTTPResponse(statusCode: .ok)
        case .GET:
            guard let bytes = objects.withLock({ $0[request.path] }) else { return HTTPResponse(statusCode: .notFound) }
            return HTTPResponse(statusCode: .ok, body: Data(bytes))
        default: return HTTPResponse(statusCode: .methodNotAllowed)
        }
    }

    private struct Owner { weak var server: ObjectServer? }

    private final class Handler: HTTPHandler {
        let owner = Mutex(Owner())

        func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            guard let server = owner.withLock({ $0.server }) else {
                return HTTPResponse(statusCode: .serviceUnavailable)
            }
            return try await server.answer(request)
        }
    }
}

/// What a request claims, and what it should.
private struct Signature {
    let request: HTTPRequest
    let body: [UInt8]

    init(_ request: HTTPRequest, body: [UInt8]) {
        self.request = request
        self.body = body
    }

    /// AWS Signature Version 4, "Signature calculations for the Authorization header".
    func isRight(secret: String) -> Bool {
        let prefix = "AWS4-HMAC-SHA256 "
        guard let text = header("authorization"), text.hasPrefix(prefix), let date = header("x-amz-date") else {
            return false
        }
        var fields: [String: String] = [:]
        for field in text.dropFirst(prefix.count).split(separator: ",") {
            let parts = field.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        let scope = (fields["Credential"] ?? "").split(separator: "/").map(String.init)
        guard scope.count == 5, scope[0] == ObjectServer.key, scope[3...] == ["s3", "aws4_request"],
            let names = fields["SignedHeaders"], let claimed = header("x-amz-content-sha256"),
            claimed == hex(sha256(body))
        else { return false }
        // What is signed must have been sent.
        let signed = names.split(separator: ";").compactMap { name in header(String(name)).map { "\(name):\($0)\n" } }
        guard signed.count == names.split(separator: ";").count else { return false }
        let headers = signed.joined()
        let canonical = "\(request.method.rawValue)\n\(request.path)\n\n\(headers)\n\(names)\n\(claimed)"
        let place = scope[1...].joined(separator: "/")
        let toSign = "AWS4-HMAC-SHA256\n\(date)\n\(place)\n\(hex(sha256(Array(canonical.utf8))))"
        let key = scope[1...].reduce(Array("AWS4\(secret)".utf8)) { hmacSHA256(key: $0, message: Array($1.utf8)) }
        return hex(hmacSHA256(key: key, message: Array(toSign.utf8))) == fields["Signature"]
            && names.contains("x-amz-content-sha256")
    }

    private func header(_ name: String) -> String? { request.headers[HTTPHeader(name)] }
}
