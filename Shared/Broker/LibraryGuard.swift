import Glibc

/// What must be true once per process before any link connects.
enum LibraryGuard {
    /// Nil, or why the installed librabbitmq is refused.
    static let refusal: String? = {
        signal(SIGPIPE, SIG_IGN)
        return refusal(of: .installed)
    }()

    static func refusal(of version: LibraryVersion) -> String? {
        guard version < .oldest else { return nil }
        return "librabbitmq \(version) is older than \(LibraryVersion.oldest); "
            + "install librabbitmq4 0.11.0-1+deb12u3 or later"
    }
}
