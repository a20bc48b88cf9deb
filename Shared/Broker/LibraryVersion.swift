import CRabbitMQ

/// A version of librabbitmq.
public struct LibraryVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    /// First number of the version.
    public let major: Int
    /// Second number of the version.
    public let minor: Int
    /// Third number of the version; Debian's security fixes do not show in it.
    public let patch: Int

    /// A version by its numbers.
    public init(_ major: Int, _ minor: Int, _ patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// The library that this process runs with.
    public static let installed: LibraryVersion = {
        let number = Int(amqp_version_number())
        return LibraryVersion(number >> 24 & 0xFF, number >> 16 & 0xFF, number >> 8 & 0xFF)
    }()

    /// The oldest that links connect with.
    ///
    /// Debian's security fixes sit on 0.11.0; older versions lack `amqp_ssl_socket_set_ssl_versions` defaults.
    public static let oldest = LibraryVersion(0, 11, 0)

    /// The three numbers, joined by points.
    public var description: String { "\(major).\(minor).\(patch)" }

    /// Whether `left` came before `right`.
    public static func < (left: LibraryVersion, right: LibraryVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}
