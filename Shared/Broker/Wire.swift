import CLinux
import CRabbitMQ
import Glibc

/// The one owner of a librabbitmq connection that is logged in; its pointer never leaves `Wire*.swift`.
///
/// `@unchecked Sendable`: the thread that connects makes it and hands it over to the link's reactor; from then on
/// only that thread touches it.
@safe final class Wire: @unchecked Sendable {
    let state: amqp_connection_state_t
    let encoder = FieldEncoder()
    let socketGuard: SocketGuard
    let descriptor: Int32
    /// Most bytes of one frame's payload.
    let payloadMax: Int
    let heartbeat: Duration
    let server: [String: HeaderValue]
    let settings: WireSettings
    var assemblers: [UInt16: Assembler] = [:]
    /// Longest that one C call may block; shortened by whoever promised an answer earlier.
    var patience: Duration

    /// Takes over a connection that is logged in.
    @unsafe init(owning state: amqp_connection_state_t, guardedBy socketGuard: SocketGuard, settings: WireSettings) {
        unsafe self.state = unsafe state
        self.socketGuard = socketGuard
        self.settings = settings
        descriptor = unsafe amqp_get_sockfd(state)
        // AMQP 0-9-1 §4.2.3: seven bytes before the payload, one after it.
        payloadMax = unsafe Int(amqp_get_frame_max(state)) - 8
        heartbeat = unsafe .seconds(max(1, Int(amqp_get_heartbeat(state))))
        let properties = unsafe amqp_get_server_properties(state)
        server = unsafe properties.map { unsafe FieldDecoder.table($0.pointee) } ?? [:]
        patience = heartbeat * 2
    }

    deinit {
        // Cut first: a TLS farewell would wait for an answer.
        socketGuard.cut()
        unsafe amqp_destroy_connection(state)
    }

    /// Whether a send would find room in the socket.
    var isWritable: Bool {
        var descriptor = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&descriptor, 1, 0) == 1
    }

    /// Holds small packets back (`TCP_CORK`) while many frames are sent in a row.
    func corked<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        cork(1)
        defer { cork(0) }
        try body()
    }

    private func cork(_ on: Int32) {
        var value = on
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// The library's word for a failed status; any negative one leaves the stream in an unknown state.
    func check(_ status: Int32) throws(BrokerError) {
        guard status < 0 else { return }
        throw .connectionLost(reason: unsafe String(cString: amqp_error_string2(status)))
    }
}

/// Limits of a link that its connection has to know.
struct WireSettings: Sendable {
    /// Largest body that is stored, in bytes.
    var maxBodyBytes = 4 << 20
    /// Longest from the first to the last frame of one message.
    var messageDeadline = Duration.seconds(30)
}
