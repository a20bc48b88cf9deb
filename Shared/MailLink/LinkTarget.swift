/// Where a link goes, and what libcurl does before the link is ours.
///
/// Holds a login, so it has no description; do not print it.
public struct LinkTarget: Sendable {
    /// Whether a plain connection is turned into an encrypted one by the protocol's own command.
    public enum StartTLS: Sendable, Equatable {
        /// Stays plain, also when the server offers encryption.
        case never
        /// Encrypts when the server offers it. Somebody in the middle can remove the offer.
        case ifOffered
        /// Says nothing more, not even the login, unless encrypted.
        case required
    }

    /// The address with the scheme that tells libcurl which greeting it goes through.
    ///
    /// `smtp`, `smtps` and `imap` are brought past greeting and STARTTLS. `tcp` and `tls` carry bytes from the first
    /// one on.
    public let address: String
    /// What to do on a plain connection; of no effect on schemes that encrypt at once, and on `tcp`.
    public let startTLS: StartTLS
    /// PEM file with the certificates to trust; `nil` trusts the system's.
    public let caFile: String?
    /// Given to the server by libcurl; `nil` leaves the login to whoever uses the link.
    public let login: (user: String, password: String)?
    /// Longest time until the link is open.
    public let timeout: Duration
    /// What people call the server, for reasons: `relay`, `mail server`.
    public let noun: String

    /// Describes a link; nothing is connected yet.
    public init(
        address: String,
        startTLS: StartTLS,
        caFile: String?,
        login: (user: String, password: String)? = nil,
        timeout: Duration,
        noun: String
    ) {
        self.address = address
        self.startTLS = startTLS
        self.caFile = caFile
        self.login = login
        self.timeout = timeout
        self.noun = noun
    }

    /// libcurl has no scheme for bare bytes: HTTP sends nothing by itself when only connected.
    var curlAddress: String {
        switch scheme {
        case "tcp": "http://" + rest
        case "tls": "https://" + rest
        default: address
        }
    }

    var protocols: String { isBare ? "http,https" : scheme == "imap" ? "imap" : "smtp,smtps" }
    var isBare: Bool { scheme == "tcp" || scheme == "tls" }

    private var scheme: Substring { address.prefix { $0 != ":" } }
    private var rest: Substring { address.dropFirst(scheme.count + "://".count) }
}
