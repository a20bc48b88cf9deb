import CCurl

/// A connection to a mail server that never blocks; the one owner of libcurl's handles, which never leave this file.
///
/// libcurl brings it up to where the dialogue can follow (name look-up, TCP, TLS, and for some schemes greeting, STARTTLS and
/// login: `CURLOPT_CONNECT_ONLY`) and then carries bytes. The dialogue itself is its user's, because libcurl 7.88 waits
/// for some replies inside `curl_multi_perform`, which would stop every other connection, and cannot tell what had
/// left. Each link has a multi handle of its own, so no link's cache can close another's connection. Use it from one
/// thread.
@safe public final class CurlLink {
    /// How far connecting has come.
    public enum Connecting: Equatable {
        /// Call again when the socket is ready or `due` has come.
        case underway
        /// Bytes can go both ways.
        case open
        /// `code` is the server's reply (400…599), 0 without one.
        case failed(code: Int, reason: String)
    }

    /// What reading brought.
    public enum Received: Equatable {
        /// At least one byte.
        case bytes([UInt8])
        /// Nothing yet.
        case nothing
        /// The server or the network has ended the connection.
        case closed
    }

    /// What writing came to.
    public enum Sent: Equatable {
        /// So many bytes were taken.
        case bytes(Int)
        /// No room yet.
        case nothing
        /// The connection is gone.
        case failed
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private static let chunk = 65_536

    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let session: UInt32
    private let poller: Poller
    private let noun: String
    private var socket: Int32 = -1
    private var input = [UInt8](repeating: 0, count: 16_384)
    private var isClosed = false

    /// When libcurl wants a turn without a socket being ready; `nil` when it does not.
    public private(set) var due: ContinuousClock.Instant?

    /// A link that is not connected yet; `nil` when libcurl has no memory.
    public init?(_ target: LinkTarget, session: UInt32, poller: Poller) {
        guard Self.isReady, let easy = unsafe curl_easy_init() else { return nil }
        guard let multi = unsafe curl_multi_init() else {
            unsafe curl_easy_cleanup(easy)
            return nil
        }
        unsafe self.easy = unsafe easy
        unsafe self.multi = unsafe multi
        self.session = session
        self.poller = poller
        noun = target.noun
        configure(target)
        observe()
        unsafe curl_multi_add_handle(multi, easy)
    }

    deinit {
        close()
    }

    /// Cuts the connection without a word.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        if socket >= 0 { poller.forget(socket) }
        unsafe aftersail_curl_end(multi, easy)
    }

    /// Goes on connecting; `socket` is -1 when the time has come rather than a socket.
    public func connect(socket: Int32, flags: Int32) -> Connecting {
        if socket < 0 { due = nil }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(multi, socket, flags, &running)
        var result = CURLE_OK
        guard unsafe aftersail_curl_finished(multi, &result) != 0 else { return .underway }
        due = nil
        guard result == CURLE_OK else { return unsafe .failed(code: replyCode, reason: reason(result)) }
        self.socket = unsafe aftersail_curl_socket(easy)
        guard self.socket >= 0 else { return .failed(code: 0, reason: "the connection was lost at once") }
        wait(writing: false)
        return .open
    }

    /// Waits for input, and for room to write if asked.
    public func wait(writing: Bool) {
        poller.watch(socket, for: session, reading: true, writing: writing)
    }

    /// What has arrived; never waits.
    public func receive() -> Received {
        var count = 0
        let result = unsafe input.withUnsafeMutableBytes { buffer in
            unsafe curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count)
        }
        switch result {
        case CURLE_OK where count > 0: return .bytes(Array(input[..<count]))
        case CURLE_AGAIN: return .nothing
        default: return .closed
        }
    }

    /// Hands over bytes from an index on; never waits.
    ///
    /// After `nothing` the same array and index must follow, as TLS demands.
    public func send(_ bytes: [UInt8], from start: Int) -> Sent {
        var count = 0
        let result = unsafe bytes.withUnsafeBytes { buffer in
            let end = min(buffer.count, start + Self.chunk)
            let slice = unsafe UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            return unsafe curl_easy_send(easy, slice.baseAddress, slice.count, &count)
        }
        switch result {
        case CURLE_OK: return .bytes(count)
        case CURLE_AGAIN: return .nothing
        default: return .failed
        }
    }

    private func configure(_ target: LinkTarget) {
        set(CURLOPT_URL, target.curlAddress)
        set(CURLOPT_PROTOCOLS_STR, target.protocols)
        // An empty proxy overrules the environment's.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_NOSIGNAL, 1)
        // A peer that is gone without a word is noticed by connections that wait for its word.
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_TIMEOUT_MS, target.timeout.wholeMilliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, target.timeout.wholeMilliseconds)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        // A mail server must not be offered HTTP.
        if target.isBare { set(CURLOPT_SSL_ENABLE_ALPN, 0) }
        if let caFile = target.caFile { set(CURLOPT_CAINFO, caFile) }
        switch target.startTLS {
        case .never: set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        case .ifOffered: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .required: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let login = target.login {
            set(CURLOPT_USERNAME, login.user)
            set(CURLOPT_PASSWORD, login.password)
        }
        unsafe aftersail_curl_silence(easy)
    }

    private func set(_ option: CURLoption, _ number: Int) {
        unsafe aftersail_curl_set_number(easy, option, number)
    }

    private func set(_ option: CURLoption, _ text: String) {
        unsafe aftersail_curl_set_text(easy, option, text)
    }

    /// The context is unretained: callbacks come only inside calls made by this object, which ends the handles first.
    private func observe() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe aftersail_curl_observe(
            multi,
            { _, socket, what, context, _ in
                guard let context = unsafe context else { return 0 }
                unsafe Unmanaged<CurlLink>.fromOpaque(context).takeUnretainedValue().socketChanged(socket, what)
                return 0
            },
            { _, milliseconds, context in
                guard let context = unsafe context else { return 0 }
                unsafe Unmanaged<CurlLink>.fromOpaque(context).takeUnretainedValue().timerChanged(milliseconds)
                return 0
            },
            context
        )
    }

    private func socketChanged(_ socket: Int32, _ what: Int32) {
        guard what != CURL_POLL_REMOVE else { return poller.forget(socket) }
        poller.watch(socket, for: session, reading: what & CURL_POLL_IN != 0, writing: what & CURL_POLL_OUT != 0)
    }

    private func timerChanged(_ milliseconds: Int) {
        due = milliseconds < 0 ? nil : ContinuousClock.now + .milliseconds(milliseconds)
    }

    private var replyCode: Int {
        let code = unsafe aftersail_curl_response_code(easy)
        return (400..<600).contains(code) ? code : 0
    }

    private func reason(_ result: CURLcode) -> String {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST:
            "the \(noun)'s host name cannot be resolved; check the \(noun)'s address and DNS"
        case CURLE_COULDNT_CONNECT: "nobody listens there; check that the \(noun) runs and the \(noun)'s address"
        case CURLE_OPERATION_TIMEDOUT: "no answer in time; check the network and the \(noun)'s load"
        case CURLE_LOGIN_DENIED: "the \(noun) refused the login; check user and password"
        case CURLE_USE_SSL_FAILED: "the \(noun) offers no STARTTLS although it is required; check the \(noun)'s port"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            "the \(noun)'s certificate is not trusted; check its host name and the file of trusted certificates"
        default: unsafe String(cString: curl_easy_strerror(result)) + "; check the \(noun)'s log"
        }
    }
}

extension Duration {
    /// Milliseconds, cut down.
    fileprivate var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
