import CRabbitMQ
import Glibc

/// Connects and logs in, on a thread that may block.
struct Handshake {
    /// Longest for one address to accept.
    static let connectLimit = Duration.seconds(3)
    /// Longest from the first byte to the login, TLS included.
    static let loginLimit = Duration.seconds(6)

    let address: BrokerAddress
    let host: BrokerAddress.Host
    let settings: WireSettings
    /// Told as soon as there is a socket, so that others can cut it.
    let guarded: (SocketGuard) -> Void

    func run() throws(BrokerError) -> Wire {
        if let refusal = LibraryGuard.refusal { throw .cannotConnect(reason: refusal) }
        guard let state = unsafe amqp_new_connection() else { throw .cannotConnect(reason: "out of memory") }
        do throws(BrokerError) {
            address.usesTLS ? try unsafe openTLS(state) : try unsafe openTCP(state)
            let socketGuard = unsafe SocketGuard(socket: amqp_get_sockfd(state))
            guarded(socketGuard)
            try unsafe login(state, socketGuard)
            return unsafe Wire(owning: state, guardedBy: socketGuard, settings: settings)
        } catch {
            unsafe amqp_destroy_connection(state)
            throw error
        }
    }

    @unsafe private func openTCP(_ state: amqp_connection_state_t) throws(BrokerError) {
        let descriptor = try Dialer(host: host.name, port: host.port, limit: Self.connectLimit).connect()
        guard let socket = unsafe amqp_tcp_socket_new(state) else {
            close(descriptor)
            throw .cannotConnect(reason: "out of memory")
        }
        unsafe amqp_tcp_socket_set_sockfd(socket, descriptor)
    }

    @unsafe private func openTLS(_ state: amqp_connection_state_t) throws(BrokerError) {
        guard let socket = unsafe amqp_ssl_socket_new(state) else { throw .cannotConnect(reason: "no TLS available") }
        guard unsafe amqp_ssl_socket_set_cacert(socket, address.caFile) == 0 else {
            throw .invalidAddress(reason: "the CA file \(address.caFile) cannot be read as PEM certificates")
        }
        unsafe amqp_ssl_socket_set_verify_peer(socket, 1)
        unsafe amqp_ssl_socket_set_verify_hostname(socket, 1)
        unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        var limit = timeval(tv_sec: Int(Self.loginLimit.components.seconds), tv_usec: 0)
        let status = unsafe amqp_socket_open_noblock(socket, host.name, Int32(host.port), &limit)
        guard status == 0 else {
            let reason = unsafe String(cString: amqp_error_string2(status))
            throw .cannotConnect(reason: "\(host.name):\(host.port) over TLS: \(reason)")
        }
    }

    @unsafe private func login(_ state: amqp_connection_state_t, _ socketGuard: SocketGuard) throws(BrokerError) {
        var limit = timeval(tv_sec: Int(Self.loginLimit.components.seconds), tv_usec: 0)
        unsafe amqp_set_handshake_timeout(state, &limit)
        let encoder = FieldEncoder()
        var properties = unsafe encoder.table(clientProperties)
        let reply = unsafe socketGuard.within(Self.loginLimit + .seconds(1)) {
            unsafe aftersail_amqp_login(
                state,
                address.virtualHost,
                AMQP_DEFAULT_FRAME_SIZE,
                Int32(address.heartbeatSeconds),
                &properties,
                address.user,
                address.password
            )
        }
        try unsafe check(reply)
    }

    private var clientProperties: [String: HeaderValue] {
        [
            "product": "aftersail",
            "connection_name": .string(address.connectionName),
            "capabilities": .table([
                "authentication_failure_close": true,
                "basic.nack": true,
                "connection.blocked": true,
                "consumer_cancel_notify": true,
                "exchange_exchange_bindings": true,
                "publisher_confirms": true,
            ]),
        ]
    }

    @unsafe private func check(_ reply: amqp_rpc_reply_t) throws(BrokerError) {
        switch unsafe reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard case .connectionClose(let code, let reason) = unsafe Method(reply.reply) else {
                throw .cannotConnect(reason: "\(host.name):\(host.port) answered the login with something else")
            }
            throw .refused(code: code, reason: reason)
        default:
            let reason = unsafe String(cString: amqp_error_string2(reply.library_error))
            throw .cannotConnect(reason: "\(host.name):\(host.port) during login: \(reason)")
        }
    }
}
