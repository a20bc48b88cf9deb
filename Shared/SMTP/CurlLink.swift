import CCurl

/// The one owner of libcurl's handles; they never leave this file.
///
/// libcurl brings a connection up to the point where a message can follow (name look-up, TCP, TLS, greeting,
/// STARTTLS, login: `CURLOPT_CONNECT_ONLY`) and then carries bytes. The dialogue about a message is ours, because
/// libcurl 7.88 waits for the reply to the end of data inside `curl_multi_perform`, which would stop every other
/// connection, and cannot tell whether that mark had left. Each link has a multi handle of its own, so no link's
/// cache can close another's connection.
@safe final class CurlLink {
    enum Connecting: Equatable {
        case underway
        case open
        case failed(code: Int, reason: String)
    }

    enum Received: Equatable {
        case bytes([UInt8])
        case nothing
        case closed
    }

    enum Sent: Equatable {
        case bytes(Int)
        case nothing
        case failed
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private static let chunk = 65_536

    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let session: UInt32
    private let poller: Poller
    private var socket: Int32 = -1
    private var input = [UInt8](repeating: 0, count: 16_384)
    private var isClosed = false

    /// When libcurl wants a turn without a socket being ready; `nil` when it does not.
    private(set) var due: ContinuousClock.Instant?

    /// `nil` when libcurl has no memory.
    init?(_ relay: SMTPRelay, session: UInt32, poller: Poller) {
        guard Self.isReady, let easy = unsafe curl_easy_init() else { return nil }
        guard let multi = unsafe curl_multi_init() else {
            unsafe curl_easy_cleanup(easy)
            return nil
        }
        unsafe self.easy = unsafe easy
        unsafe self.multi = unsafe multi
        self.session = session
        self.poller = poller
        configure(relay)
        observe()
        unsafe curl_multi_add_handle(multi, easy)
    }

    deinit {
        close()
    }

    /// Cuts the connection without a word.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        if socket >= 0 { poller.forget(socket) }
        unsafe aftersail_curl_end(multi, easy)
    }

    /// Goes on connecting; `socket` is -1 when the time has come rather than a socket.
    func connect(socket: Int32, flags: Int32) -> Connecting {
        if socket < 0 { due = nil }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(multi, socket, flags, &running)
        var result = CURLE_OK
        guard unsafe aftersail_curl_finished(multi, &result) != 0 else { return .underway }
        due = nil
        guard result == CURLE_OK else { return unsafe .failed(code: replyCode, reason: Self.reason(result)) }
        self.socket = unsafe aftersail_curl_socket(easy)
        guard self.socket >= 0 else { return .failed(code: 0, reason: "the connection was lost at once") }
        wait(writing: false)
        return .open
    }

    /// Waits for input, and for room to write if asked.
    func wait(writing: Bool) {
        poller.watch(socket, for: session, reading: true, writing: writing)
    }

    /// What has arrived; never waits.
    func receive() -> Received {
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
    func send(_ bytes: [UInt8], from start: Int) -> Sent {
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

    private func configure(_ relay: SMTPRelay) {
        set(CURLOPT_URL, "\(relay.location.address)/\(relay.heloName)")
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // An empty proxy overrules the environment's.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TIMEOUT_MS, relay.timeout.wholeMilliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, relay.timeout.wholeMilliseconds)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = relay.caFile { set(CURLOPT_CAINFO, caFile) }
        switch relay.startTLS {
        case .never: set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        case .ifOffered: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .required: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let login = relay.location.login {
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

    private static func reason(_ result: CURLcode) -> String {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: "the relay's host name cannot be resolved; check the relay's URL and DNS"
        case CURLE_COULDNT_CONNECT: "nobody listens there; check that the relay runs and the relay's URL"
        case CURLE_OPERATION_TIMEDOUT: "no answer in time; check the network and the relay's load"
        case CURLE_LOGIN_DENIED: "the relay refused the login; check user and password in the relay's URL"
        case CURLE_USE_SSL_FAILED: "the relay offers no STARTTLS although it is required; check the relay's port"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            "the relay's certificate is not trusted; check its host name and the file of trusted certificates"
        default: unsafe String(cString: curl_easy_strerror(result)) + "; check the relay's log"
        }
    }
}

extension Duration {
    /// Milliseconds, cut down.
    fileprivate var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
