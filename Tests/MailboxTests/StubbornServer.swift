import Harness

/// A mail server with a few mails, one of which it does not show; it cannot tell of new mails by itself.
struct StubbornServer: Sendable {
    let server: ScriptedServer

    /// A server of so many mails, numbered from 1, that answers otherwise when it is asked for one of them.
    init(mails: Int, hiding uid: Int, answer: ScriptedServer.Answer) throws {
        let all = (1...mails).map(String.init).joined(separator: " ")
        let greeting = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\r\n"
        server = try ScriptedServer(greeting: greeting) { line in
            let words = line.split(separator: " ").dropFirst().map(String.init)
            switch (words.first, words.dropFirst().first) {
            case ("CAPABILITY", _): return .say("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n")
            case ("EXAMINE", _):
                return .say("* \(mails) EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n")
            case ("UID", "SEARCH"): return .say("* SEARCH \(all)\r\n{tag} OK done\r\n")
            case ("UID", "FETCH"):
                let wanted = Int(words[2]) ?? 0
                return wanted == uid ? answer : .say(Self.fetched(wanted))
            case ("LOGOUT", _): return .last("* BYE bye\r\n{tag} OK done\r\n")
            default: return .say("{tag} OK done\r\n")
            }
        }
    }

    /// How often a mail was asked for.
    func fetches(of uid: Int) -> Int { server.heard.count { $0.contains(" UID FETCH \(uid) ") } }

    private static func fetched(_ number: Int) -> String {
        let mail = World.mail(number, body: "The pump drips.\r\n")
        return "* \(number) FETCH (UID \(number) BODY[] {\(mail.utf8.count)}\r\n\(mail))\r\n{tag} OK done\r\n"
    }
}
