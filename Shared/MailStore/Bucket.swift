import Digest
import MailLink

/// A place in a bucket of an S3-compatible server, where a store keeps its files.
///
/// A file's key is the prefix and `ab/cd/abcd…`. It is there when a call returns, as the server promises. Calls block the thread.
public struct Bucket: Sendable {
    /// Most bytes of an answer to something that we put there.
    private static let mostWords = 65_536
    private static let empty = hex(sha256([]))

    /// Address of the bucket and prefix, without a slash at its end.
    public let address: String
    private let exchange: SignedExchange

    /// Describes the place; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - address: `https://host[:port]/bucket[/prefix]`; `http://` on the machine itself only.
    ///   - login: `KEY:SECRET`.
    ///   - region: as the server calls it; `us-east-1` where it has none.
    ///   - caFile: PEM file with the certificates to trust; `nil` trusts the system's.
    ///   - timeout: longest silence; a call may take twenty times as long.
    /// - Throws: `MailStoreError.badAddress`, which says what was expected.
    public init(
        address: String,
        login: String,
        region: String = "us-east-1",
        caFile: String? = nil,
        timeout: Duration = .seconds(30)
    ) throws(MailStoreError) {
        let parts = login.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw .badAddress(expected: "a login KEY:SECRET for the bucket") }
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isPlain) else {
            throw .badAddress(expected: "a region of letters, digits and hyphens")
        }
        self.address = try Self.checked(address)
        exchange = SignedExchange(key: parts[0], secret: parts[1], region: region, caFile: caFile, timeout: timeout)
    }

    /// Whether an address means a bucket rather than a folder.
    public static func isAddress(_ text: String) -> Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }

    func put(_ bytes: [UInt8], sha256: String) throws(MailStoreError) {
        let url = url(of: sha256)
        switch exchange.run(.put, url, body: bytes, sha256: sha256, atMost: Self.mostWords) {
        case .status(200..<300, _): return
        case .status(let status, _): throw .refused(status: status)
        case .tooLarge: throw .refused(status: 0)
        case .failed(let reason): throw .away(reason: reason)
        }
    }

    func get(_ sha256: String, atMost limit: Int) throws(MailStoreError) -> [UInt8] {
        switch exchange.run(.get, url(of: sha256), body: [], sha256: Self.empty, atMost: max(limit, Self.mostWords)) {
        case .status(200, let bytes) where bytes.count <= limit: return bytes
        case .status(200, _), .tooLarge: throw .tooLarge(limit: limit)
        case .status(404, _): throw .absent
        case .status(let status, _): throw .refused(status: status)
        case .failed(let reason): throw .away(reason: reason)
        }
    }

    func url(of sha256: String) -> String { "\(address)/\(MailStore.path(sha256))" }

    private static func checked(_ address: String) throws(MailStoreError) -> String {
        let expected = "https://host/bucket or https://host/bucket/prefix of letters, digits, - . _ and /"
        let rest: Substring
        if address.hasPrefix("https://") {
            rest = address.dropFirst(8)
        } else if address.hasPrefix("http://127.0.0.1:") || address.hasPrefix("http://localhost:") {
            rest = address.dropFirst(7)
        } else {
            throw .badAddress(expected: expected + "; http:// goes to 127.0.0.1 or localhost and a port only")
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts.dropFirst().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isPlain) }),
            let host = parts.first, !host.isEmpty, host.utf8.allSatisfy({ isPlain($0) || ":[]".utf8.contains($0) })
        else {
            throw .badAddress(expected: expected)
        }
        guard !parts.contains(where: { $0 == "." || $0 == ".." }) else {
            throw .badAddress(expected: expected + "; no part of it may be . or ..")
        }
        return address
    }

    /// Letters that mean the same in a path whether they are encoded or not.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
