import Digest
import FoundationEssentials
import Harness
import Mail
import MailIntake
import Testing

@testable import MailStore

@Suite("Mail store in a bucket", .timeLimit(.minutes(2)))
struct BucketTests {
    @Test("a mail and its attachments lie under their hashes, to the byte, and come out again")
    func kept() async throws {
        let server = try await ObjectServer()
        let store = MailStore(bucket: try server.bucket())
        let raw = Array(
            "From: a@e.example\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nYWJj\n"
                .utf8
        )

        let kept = try store.keep(MailParser().parse(raw), raw: raw)

        let file = try #require(kept.files.first)
        let keys = [kept.original.sha256, file.sha256].map { "/mails/desk/\(MailStore.path($0))" }
        #expect(server.kept == [keys[0]: raw, keys[1]: Array("abc".utf8)])
        #expect(try store.read(kept.original.sha256, atMost: 1_000) == raw)
    }

    @Test("files of any size and any bytes go there, the same ones once", arguments: [0, 1, 3_000_000])
    func sizes(count: Int) async throws {
        let server = try await ObjectServer()
        let store = MailStore(bucket: try server.bucket())
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }

        let first = try store.keep(bytes)
        let again = try store.keep(bytes)

        #expect(first == again && first.size == count)
        #expect(server.kept.count == 1)
        #expect(try store.read(first.sha256, atMost: count) == bytes)
    }

    @Test("what is absent, damaged or too large is not given; a wrong secret and an ill server are told apart")
    func refused() async throws {
        let server = try await ObjectServer()
        let store = MailStore(bucket: try server.bucket())
        let kept = try store.keep([1, 2, 3])

        #expect(throws: MailStoreError.absent) { try store.read(hex(sha256([9])), atMost: 10) }
        #expect(throws: MailStoreError.absent) { try store.read("../../x", atMost: 10) }
        #expect(throws: MailStoreError.tooLarge(limit: 2)) { try store.read(kept.sha256, atMost: 2) }
        server.replace("/mails/desk/\(MailStore.path(kept.sha256))", with: [1, 2, 4])
        #expect(throws: MailStoreError.damaged) { try store.read(kept.sha256, atMost: 10) }
        let stranger = MailStore(bucket: try Bucket(address: server.address, login: "\(ObjectServer.key):wrong"))
        #expect(throws: MailStoreError.refused(status: 403)) { try stranger.keep([1]) }
        server.fail(with: 503)
        #expect(throws: MailStoreError.refused(status: 503)) { try store.keep([1]) }
        server.fail(with: 301)
        #expect(throws: MailStoreError.refused(status: 301)) { try store.read(kept.sha256, atMost: 10) }
    }

    @Test("a server that is away, hangs up or keeps silent is told as such, in time")
    func away() throws {
        let silent = try ScriptedServer(greeting: nil) { _ in nil }
        let rude = try ScriptedServer(greeting: nil) { _ in .last("") }
        let began = ContinuousClock.now

        for port in [1, silent.port, rude.port] {
            let bucket = try Bucket(
                address: "http://127.0.0.1:\(port)/mails",
                login: "k:s",
                timeout: .seconds(1)
            )
            let error = #expect(throws: MailStoreError.self) { try MailStore(bucket: bucket).keep([1]) }
            guard case .away(let reason)? = error else {
                Issue.record("ended with \(String(describing: error))")
                continue
            }
            #expect(!reason.isEmpty && !reason.contains("k:s"))
        }
        #expect(ContinuousClock.now - began < .seconds(30))
    }

    @Test(
        "an address that cannot be meant is refused",
        arguments: [
            "http://s3.example.com/mails", "https://s3.example.com", "https://s3.example.com/", "https:///mails",
            "https://s3.example.com/mails/", "https://s3.example.com/a b", "https://u:p@s3.example.com/mails",
            "https://s3.example.com/mails?x=1", "ftp://s3.example.com/mails",
            "https://s3.example.com/..", "https://s3.example.com/mails/../other", "https://s3.example.com/mails/./desk",
        ]
    )
    func address(text: String) {
        let error = #expect(throws: MailStoreError.self) { try Bucket(address: text, login: "k:s") }
        guard case .badAddress? = error else {
            Issue.record("\(text) ended with \(String(describing: error))")
            return
        }
        #expect(throws: MailStoreError.self) { try Bucket(address: "https://s3.example.com/mails", login: "nosecret") }
    }

    @Test("nothing is swept out of a bucket")
    func swept() async throws {
        let server = try await ObjectServer()
        let store = MailStore(bucket: try server.bucket())

        await #expect(throws: MailStoreError.notSwept) {
            _ = try await store.sweep(before: .now, removes: true) { _ in [] }
        }
    }
}

extension ObjectServer {
    fileprivate func bucket() throws -> Bucket {
        try Bucket(address: address, login: "\(Self.key):\(Self.secret)", region: "eu-test-1")
    }
}
