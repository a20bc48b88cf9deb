import CRabbitMQ
import Glibc

/// What must be true once per process before any link connects.
enum LibraryGuard {
    /// Debian's security fixes sit on 0.11.0; older versions lack `amqp_ssl_socket_set_ssl_versions` defaults.
    private static let oldest: (UInt32, UInt32) = (0, 11)

    /// Nil, or why the installed librabbitmq is refused.
    static let refusal: String? = {
        signal(SIGPIPE, SIG_IGN)
        let number = amqp_version_number()
        return refusal(major: number >> 24, minor: number >> 16 & 0xFF)
    }()

    static func refusal(major: UInt32, minor: UInt32) -> String? {
        guard (major, minor) < oldest else { return nil }
        return "librabbitmq \(major).\(minor) is older than 0.11.0; install librabbitmq4 0.11.0-1+deb12u3 or later"
    }
}
