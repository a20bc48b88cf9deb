import FoundationEssentials

/// Base64 without line ends, as SASL and mailbox names use it.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
