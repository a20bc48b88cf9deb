import Testing

@testable import Mail

@Suite("Threading") struct ThreadTests {
    private let tokens = ThreadTokens(keys: [[UInt8](repeating: 7, count: 32)])
    private let id = [UInt8](1...16)

    @Test("Reads only tokens that a key made") func forged() throws {
        let address = try #require(tokens.address(.reply, id: id, mailbox: "desk@us.example"))
        #expect(tokens.id(.reply, within: address.uppercased()) == id)
        #expect(tokens.id(.bounce, within: address) == nil)
        #expect(ThreadTokens(keys: [[1]]).id(.reply, within: address) == nil)
    }

    @Test("Puts the recipient's token before references") func order() throws {
        let address = try #require(tokens.address(.reply, id: id, mailbox: "desk@us.example"))
        let reference = try #require(tokens.messageID(unique: "u", id: id.reversed(), domain: "us.example"))
        let mail = sample(
            "To: \(address)",
            "References: <old@e.example> <\(reference)>",
            "Subject: Re: [Case#AB-1]",
            "",
            "x"
        )
        #expect(
            mail.threadEvidence(tokens, hook: "Case") == [
                .recipientToken(id), .referenceToken(id.reversed()), .messageID(reference), .messageID("old@e.example"),
                .subjectNumber("AB-1"),
            ]
        )
    }

    @Test("A mail without an id has the same one when it is fetched again") func identity() {
        let first = sample("Received: by one", "From: a@e.example", "", "x")
        #expect(first.identity == sample("Received: by another", "From: a@e.example", "", "x").identity)
        #expect(first.identity != sample("From: a@e.example", "", "y").identity)
    }
}
