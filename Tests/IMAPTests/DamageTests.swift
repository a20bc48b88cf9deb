import Testing

@testable import IMAP

@Suite("IMAP dialogue under damage")
struct DamageTests {
    private static let answers = [
        "* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n",
        "* 5 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 50] ok\r\nA1 OK [READ-ONLY] done\r\n",
        "* SEARCH 4 9 12\r\n* 6 EXISTS\r\nA2 OK done\r\n",
        "* 1 FETCH (FLAGS (\\Seen) UID 4 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 20 BODY[] {20}\r\n"
            + "Subject: 1\r\n\r\n{5}\r\n) X {3}\r\na\"b)\r\nA3 OK done\r\n",
        "+ idling\r\n* 7 EXISTS\r\nA4 OK done\r\n", "* BYE bye\r\nA5 OK done\r\n",
    ]
    private static let commands = [
        Command("EXAMINE", "EXAMINE \"INBOX\"", .examine), Command("UID SEARCH", "UID SEARCH UID 1:*", .search),
        Command("UID FETCH", "UID FETCH 4", .fetch(uid: 4, limit: 100)), Command("IDLE", nil, .idle),
        Command("LOGOUT", nil, .logout),
    ]

    @Test("answers that are damaged anywhere end in an answer or an error, and never in too much of a mail")
    func damage() {
        let seed = UInt64.random(in: .min ... .max)
        var chance = Chance(state: seed)
        print("seed \(seed)")
        for _ in 0..<20_000 {
            var dialogue = Dialogue(isGreeted: false)
            for (index, answer) in Self.answers.enumerated() {
                if index > 0 { _ = dialogue.begin(Self.commands[index - 1]) }
                var bytes = Array(answer.utf8)
                for _ in 0..<Int.random(in: 0...2, using: &chance) { Self.damage(&bytes, &chance) }
                for step in Self.hear(bytes, by: &dialogue, &chance) {
                    guard case .finished(let answer) = step, let message = answer.message else { continue }
                    #expect(message.uid == 4)
                    #expect(message.bytes.count <= 100)
                }
            }
            // Whatever came, the end of the connection ends it.
            _ = dialogue.lost("the connection was lost")
            #expect(dialogue.begin(Command("NOOP")).contains { if case .failed = $0 { true } else { false } })
        }
    }

    private static func hear(_ bytes: [UInt8], by dialogue: inout Dialogue, _ chance: inout Chance) -> [Dialogue.Step] {
        var steps: [Dialogue.Step] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...40, using: &chance))
            steps += dialogue.hear(Array(bytes[start..<end]))
            start = end
        }
        return steps
    }

    private static func damage(_ bytes: inout [UInt8], _ chance: inout Chance) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &chance)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("(){}[]\"\\\r\n *+09~".utf8).randomElement(using: &chance) ?? 0, at: place)
        case 3: bytes.removeLast(bytes.count - place)
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
        }
    }
}

/// Chance that can be repeated (splitmix64).
private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
