/// Bounds of one parse: beyond them a mail is cut, never refused.
public struct MailLimits: Sendable, Equatable {
    /// Bytes of a mail that are read: 50 MiB, twice what large providers let through.
    public var bytes = 50 << 20
    /// Bytes of one header block: 256 KiB.
    public var headerBytes = 256 << 10
    /// Fields of one header block: 1,000.
    public var fields = 1_000
    /// Multiparts and attached mails within one another: 32.
    public var depth = 32
    /// Parts in all: 500.
    public var parts = 500
    /// Decoded bytes of the text that is chosen: 1 MiB.
    public var textBytes = 1 << 20
    /// Addresses of one header: 500.
    public var addresses = 500
    /// Message ids of References: 200, the newest.
    public var references = 200
    /// Elements of HTML within one another that are told apart: 200.
    public var elements = 200

    /// The documented values.
    public init() {}
}
