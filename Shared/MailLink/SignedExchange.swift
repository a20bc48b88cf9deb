import CCurl

/// Requests to an S3-compatible server over HTTP, signed by libcurl with AWS Signature Version 4.
///
/// Each has a connection of its own and blocks the calling thread until its answer is there. Holds a secret, so it has no
/// description; do not print it.
public struct SignedExchange: Sendable {
    /// What is asked for.
    public enum Method: String, Sendable {
        /// An object.
        case get = "GET"
        /// An object of this name from now on, whatever was there.
        case put = "PUT"
    }

    /// What came of a request.
    public enum Answer: Sendable, Equatable {
        /// The server's status and what it sent.
        case status(Int, body: [UInt8])
        /// It sent more than is taken.
        case tooLarge
        /// There was no answer, or not all of it.
        case failed(reason: String)
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private let key: String
    private let secret: String
    private let region: String
    private let caFile: String?
    private let timeout: Duration

    /// Describes who asks; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - key: who we are.
    ///   - secret: signs, and never leaves the process.
    ///   - region: as the server calls it.
    ///   - caFile: PEM file with the certificates to trust; `nil` trusts the system's.
    ///   - timeout: longest silence, and longest time until connected; a request may take twenty times as long.
    public init(key: String, secret: String, region: String, caFile: String?, timeout: Duration = .seconds(30)) {
        self.key = key
        self.secret = secret
        self.region = region
        self.caFile = caFile
        self.timeout = timeout
    }

    /// Asks and waits.
    ///
    /// - Parameters:
    ///   - method: what is asked for.
    ///   - url: `https://` or `http://`, its path percent-encoded, without a query.
    ///   - body: what is sent along.
    ///   - sha256: of the body, in hexadecimal; it is signed, so that nobody changes the body on the way.
    ///   - limit: most bytes of an answer.
    /// - Returns: the answer; redirections are not followed.
    public func run(_ method: Method, _ url: String, body: [UInt8], sha256: String, atMost limit: Int) -> Answer {
        guard Self.isReady, let easy = unsafe curl_easy_init() else { return .failed(reason: "no memory") }
        unsafe configure(easy, url)
        let sink = Sink(limit: limit)
        let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
        unsafe aftersail_curl_collect(
            easy,
            { bytes, size, count, context in
                guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
                let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().take(piece)
            },
            context
        )
        var headers: UnsafeMutablePointer<curl_slist>?
        // No empty "Expect:" against waiting with long bodies: libcurl 7.88 signs what it then does not send.
        for line in ["x-amz-content-sha256: \(sha256)", "Content-Type: application/octet-stream"] {
            unsafe headers = curl_slist_append(headers, line)
        }
        defer { unsafe curl_slist_free_all(headers) }
        unsafe aftersail_curl_set_headers(easy, headers)
        var status = 0
        // libcurl wants an address also of nothing.
        let sent = body.isEmpty ? [0] : body
        let result = unsafe sent.withUnsafeBytes { buffer in
            if method == .put {
                unsafe aftersail_curl_set_number(easy, CURLOPT_POSTFIELDSIZE_LARGE, body.count)
                unsafe aftersail_curl_set_bytes(easy, CURLOPT_POSTFIELDS, buffer.baseAddress)
                unsafe aftersail_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, method.rawValue)
            }
            return unsafe aftersail_curl_perform(easy, &status)
        }
        return withExtendedLifetime(sink) {
            if sink.isFull { return .tooLarge }
            guard result == CURLE_OK else { return .failed(reason: Self.words(of: result)) }
            return .status(status, body: sink.bytes)
        }
    }

    private func configure(_ easy: UnsafeMutableRawPointer, _ url: String) {
        let seconds = max(1, Int(timeout.components.seconds))
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_CONNECTTIMEOUT, seconds), (CURLOPT_TIMEOUT, 20 * seconds),
            (CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, seconds), (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2),
        ]
        for (option, number) in numbers { unsafe aftersail_curl_set_number(easy, option, number) }
        let texts: [(CURLoption, String)] = [
            (CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_USERNAME, key),
            // An empty proxy overrules the environment's.
            (CURLOPT_PASSWORD, secret), (CURLOPT_PROXY, ""), (CURLOPT_AWS_SIGV4, "aws:amz:\(region):s3"),
        ]
        for (option, text) in texts { unsafe aftersail_curl_set_text(easy, option, text) }
        if let caFile { unsafe aftersail_curl_set_text(easy, CURLOPT_CAINFO, caFile) }
    }

    private static func words(of result: CURLcode) -> String {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: "its host name cannot be resolved; check its address and DNS"
        case CURLE_COULDNT_CONNECT: "nobody listens there; check that it runs and its address"
        case CURLE_OPERATION_TIMEDOUT: "no answer in time; check the network and its load"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            "its certificate is not trusted; check its host name and the file of trusted certificates"
        default: unsafe String(cString: curl_easy_strerror(result))
        }
    }

    /// Takes what comes, up to a limit.
    private final class Sink {
        private let limit: Int
        private(set) var bytes: [UInt8] = []
        private(set) var isFull = false

        init(limit: Int) { self.limit = limit }

        /// Bytes that were taken; others than all end the transfer.
        func take(_ piece: UnsafeRawBufferPointer) -> Int {
            let count = piece.count
            guard bytes.count + count <= limit else {
                isFull = true
                return 0
            }
            unsafe bytes.append(contentsOf: piece)
            return count
        }
    }
}
