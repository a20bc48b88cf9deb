import Testing

@testable import Mail

@Suite("mbox files") struct MboxTests {
    @Test("each mail comes out as it was written") func mails() throws {
        var reader = try #require(
            MboxReader(
                Array(
                    "From a Sat\nSubject: 1\n\n>From x\nFrom here on\n>>From y\n\nFrom b Sun\r\nSubject: 2\r\n\r\nz\r\n"
                        .utf8
                )
            )
        )
        #expect(
            reader.next().map { String(decoding: $0, as: UTF8.self) }
                == "Subject: 1\n\nFrom x\nFrom here on\n>From y\n\n"
        )
        #expect(reader.next().map { String(decoding: $0, as: UTF8.self) } == "Subject: 2\r\n\r\nz\r\n")
        #expect(reader.next() == nil)
        #expect(MboxReader(Array("Subject: x".utf8)) == nil)
    }
}
