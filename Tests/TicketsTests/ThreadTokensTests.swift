import FoundationEssentials
import Testing
import Tickets

@Suite("Tokens in mails")
struct ThreadTokensTests {
    private static let first = Array("0123456789abcdef0123456789abcdef".utf8)
    private static let second = Array("another key of thirty-two bytes!".utf8)
    private static let id = UUID(uuid: (0x01, 0x98, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x42))
    /// As Python's hmac and base64 make them.
    private static let reply = "ragmaaaaaabyabaaaaaaaaaaailwdhao66j74uuisjy"
    private static let noSurveys = "uagmaaaaaabyabaaaaaaaaaaailybasr3rqxod5uopm"

    private let tokens = ThreadTokens(keys: [first])

    @Test("a token keeps its form for ever")
    func form() {
        #expect(tokens.token(.reply, for: Self.id) == Self.reply)
        #expect(tokens.token(.noSurveys, for: Self.id) == Self.noSurveys)
        #expect(tokens.address(.reply, for: Self.id, at: "service@us.example") == "service+\(Self.reply)@us.example")
        #expect(Self.reply.utf8.count == ThreadTokens.length)
    }

    @Test(
        "a token is found in whatever mail systems make of its address",
        arguments: [
            "service+\(reply)@us.example", "SERVICE+\(reply.uppercased())@US.EXAMPLE", "n.0123abcd.\(reply)@us.example",
            "bounce-service=\(reply)@list.example", "SRS0=ab=cd=us.example=service+\(reply)@relay.example",
        ]
    )
    func found(address: String) {
        #expect(tokens.id(.reply, within: address) == Self.id)
    }

    @Test("a token that is damaged anywhere, or was made by another key or for another purpose, is none")
    func forged() throws {
        for index in Self.reply.indices {
            var damaged = Self.reply
            damaged.replaceSubrange(index...index, with: Self.reply[index] == "b" ? "c" : "b")
            #expect(tokens.id(.reply, within: "service+\(damaged)@us.example") == nil)
            #expect(tokens.ids(.reply, in: damaged).isEmpty)
        }
        let foreign = try #require(ThreadTokens(keys: [Self.second]).token(.reply, for: Self.id))
        for word in [foreign, Self.noSurveys, String(Self.reply.dropLast()), Self.reply + "a", "r", ""] {
            #expect(tokens.id(.reply, within: "service+\(word)@us.example") == nil)
        }
        #expect(tokens.id(.noSurveys, within: "service+\("u" + Self.reply.dropFirst())@us.example") == nil)
        #expect(tokens.id(.reply, within: Self.reply) == nil)
        #expect(tokens.id(.reply, within: "@") == nil)
    }

    @Test("older keys only read, and without a key there is nothing")
    func rotated() throws {
        let rotated = ThreadTokens(keys: [Self.second, Self.first])

        #expect(rotated.id(.reply, within: "a+\(Self.reply)@us.example") == Self.id)
        #expect(rotated.token(.reply, for: Self.id) == ThreadTokens(keys: [Self.second]).token(.reply, for: Self.id))
        #expect(ThreadTokens.none.token(.reply, for: Self.id) == nil)
        #expect(ThreadTokens.none.id(.reply, within: "a+\(Self.reply)@us.example") == nil)
        #expect(!ThreadTokens.none.canMake && rotated.canMake)
    }

    @Test("keys stand between commas, and short or missing ones are refused")
    func setting() throws {
        let (old, new) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210")

        let tokens = try #require(ThreadTokens(setting: "\(new), \(old)"))

        #expect(tokens.id(.reply, within: "a+\(Self.reply)@us.example") == Self.id)
        #expect(ThreadTokens(setting: "\(new),short") == nil)
        #expect(ThreadTokens(setting: "\(new),") == nil)
        #expect(ThreadTokens(setting: " ") == nil)
        #expect(ThreadTokens(setting: Array(repeating: new, count: 9).joined(separator: ",")) == nil)
    }

    @Test(
        "a token in a text is found however it is quoted",
        arguments: [
            "Thanks!\n\n> Ref: \(reply)\n", "<p>Ref: \(reply)</p>", "参考：\(reply)。", "[\(reply)]", reply.uppercased(),
            "a \(noSurveys) b \(reply) \(reply)",
        ]
    )
    func quoted(text: String) {
        #expect(tokens.ids(.reply, in: text) == [Self.id])
    }

    @Test("of a text made of what looks like tokens few are tried")
    func hostile() {
        let fake = "r" + String(repeating: "a", count: 42)
        let text = String(repeating: fake + " ", count: 5_000)

        #expect(tokens.ids(.reply, in: text + Self.reply).isEmpty)
        #expect(tokens.ids(.reply, in: String(repeating: fake + " ", count: 15) + Self.reply) == [Self.id])
        #expect(tokens.ids(.reply, in: String(repeating: "x ", count: 200_000) + Self.reply).isEmpty)
    }

    @Test("an address is freed from what looks like a token, and from nothing else")
    func unmarked() {
        #expect(ThreadTokens.unmarked("service+\(Self.reply)@us.example") == "service@us.example")
        #expect(ThreadTokens.unmarked("service+\(Self.noSurveys.uppercased())@us.example") == "service@us.example")
        for address in ["service+sales@us.example", "service@us.example", "+\(Self.reply)", "a+b", "@", ""] {
            #expect(ThreadTokens.unmarked(address) == address)
        }
    }
}
