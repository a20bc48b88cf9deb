/// A text cut into what is new and what is not.
public struct ReplyParts: Sendable, Equatable {
    /// What the sender wrote, without quotation and signature.
    public var replyText = ""
    /// What was quoted or forwarded, without marks of the first level.
    public var quotedText = ""
    /// The signature, or what a device adds.
    public var signature = ""
    /// Whether a separator of forwarded mail begins the quotation.
    public var isForwarded = false
    /// Lines of the header that stands above the quotation.
    var quotedHeader: [String] = []
}
