import FoundationEssentials

/// Who we are to the server, and where the secret lies.
public struct IMAPLogin: Sendable, CustomStringConvertible, CustomReflectable {
    /// What the secret is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A password, for AUTHENTICATE PLAIN (RFC 4616) or LOGIN.
        case password
        /// An OAuth 2 access token, for OAUTHBEARER (RFC 7628) or XOAUTH2.
        case token
    }

    private static let mostBytes = 65_536
    let user: String
    let kind: Kind
    let secretFile: String

    /// A login whose secret is read from the file at every login, so that somebody else may renew it.
    ///
    /// - Throws: `IMAPError.invalidSetting` when the user is empty or holds control characters.
    public init(user: String, kind: Kind = .password, secretFile: String) throws(IMAPError) {
        guard !user.isEmpty, !Self.hasControl(user) else {
            throw .invalidSetting(reason: "the user must not be empty and must hold no control characters")
        }
        self.user = user
        self.kind = kind
        self.secretFile = secretFile
    }

    /// The secret as it is now, without the line end of the file.
    func secret() throws(IMAPError) -> String {
        guard let data = FileManager.default.contents(atPath: secretFile), data.count <= Self.mostBytes,
            var text = String(validating: data, as: UTF8.self)
        else {
            throw .loginRefused(
                reason: "the secret cannot be read; check that \(secretFile) exists, is readable and holds one line"
            )
        }
        while text.last?.isNewline ?? false { text.removeLast() }
        guard !text.isEmpty, !Self.hasControl(text) else {
            throw .loginRefused(reason: "the secret in \(secretFile) must be one line that is not empty")
        }
        return text
    }

    /// The kind only.
    public var description: String { "login by \(kind.rawValue)" }
    /// Shows the description only.
    public var customMirror: Mirror { Mirror(self, children: ["login": description]) }

    private static func hasControl(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    }
}
