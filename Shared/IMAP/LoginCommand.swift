/// Chooses how to log in among what the server offers, and writes it.
struct LoginCommand {
    let command: Command
    /// What must not be shown in a reason.
    let secrets: [String]

    /// - Throws: `IMAPError.loginRefused` when nothing that the server offers suits the secret.
    init(_ login: IMAPLogin, secret: String, capabilities: Set<String>) throws(IMAPError) {
        let (mechanism, response, surplus) = try Self.choose(login, secret, capabilities)
        guard let response else {
            command = Self.plainLogin(login.user, secret)
            secrets = [secret]
            return
        }
        let encoded = Base64.text(response)
        secrets = [secret, encoded]
        let name = "AUTHENTICATE \(mechanism)"
        // Lines beyond 8 KiB are refused by some servers (RFC 7162 section 4).
        let isOneLine = capabilities.contains("SASL-IR") && encoded.utf8.count < 8_000
        let parts = isOneLine ? ["\(name) \(encoded)"] : [name, encoded]
        command = Command(name, parts: parts.map { Array($0.utf8) }, surplus: Array(surplus.utf8))
    }

    private static func choose(
        _ login: IMAPLogin,
        _ secret: String,
        _ capabilities: Set<String>
    ) throws(IMAPError) -> (mechanism: String, response: [UInt8]?, surplus: String) {
        let user = login.user
        switch login.kind {
        case .password where capabilities.contains("AUTH=PLAIN"):
            return ("PLAIN", Array("\0\(user)\0\(secret)".utf8), "*")
        case .password where !capabilities.contains("LOGINDISABLED"): return ("LOGIN", nil, "*")
        case .token where capabilities.contains("AUTH=OAUTHBEARER"):
            let name = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
            return ("OAUTHBEARER", Array("n,a=\(name),\u{1}auth=Bearer \(secret)\u{1}\u{1}".utf8), "AQ==")
        case .token where capabilities.contains("AUTH=XOAUTH2"):
            return ("XOAUTH2", Array("user=\(user)\u{1}auth=Bearer \(secret)\u{1}\u{1}".utf8), "")
        case .password:
            throw .loginRefused(
                reason: "the mail server takes no password here; check encryption and port, or use a token"
            )
        case .token:
            throw .loginRefused(
                reason: "the mail server takes no token; check that OAuth is on for it, or use a password"
            )
        }
    }

    /// LOGIN with quoted strings, or literals where those cannot say it.
    private static func plainLogin(_ user: String, _ secret: String) -> Command {
        if let name = Argument.quoted(user), let password = Argument.quoted(secret) {
            return Command("LOGIN", "LOGIN \(name) \(password)")
        }
        let (name, password) = (Array(user.utf8), Array(secret.utf8))
        return Command(
            "LOGIN",
            parts: [
                Array("LOGIN {\(name.count)}".utf8), name + Array(" {\(password.count)}".utf8), password,
            ]
        )
    }
}
