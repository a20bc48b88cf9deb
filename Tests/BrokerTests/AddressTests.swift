import Harness
import FoundationEssentials
import Testing

@testable import Broker

@Suite("Broker address")
struct AddressTests {
    @Test("every part of a URL is percent decoded")
    func parts() throws {
        let address = try BrokerAddress("amqps://a%40b:p%2Fw%3A@one:1,[::1]:2,three/v%2Fh", connectionName: "t")

        #expect(address.user == "a@b")
        #expect(address.password == "p/w:")
        #expect(address.virtualHost == "v/h")
        #expect(address.usesTLS)
        #expect(address.hosts.map(\.name) == ["one", "::1", "three"])
        #expect(address.hosts.map(\.port) == [1, 2, 5671])
    }

    @Test("a bare host means guest and the default virtual host", arguments: ["amqp://h", "amqp://h/"])
    func defaults(url: String) throws {
        let address = try BrokerAddress(url, connectionName: "t")

        #expect(address.user == "guest")
        #expect(address.virtualHost == "/")
        #expect(address.hosts == [.init(name: "h", port: 5672)])
    }

    @Test("no text about an address shows its password")
    func secrecy() throws {
        let address = try BrokerAddress("amqp://me:s3cr3t@h/v", connectionName: "t")

        var dumped = ""
        dump(address, to: &dumped)

        for text in ["\(address)", String(reflecting: address), dumped] { #expect(!text.contains("s3cr3t")) }
    }

    @Test(
        "a broken address is refused without being quoted",
        arguments: [
            "http://h", "amqp://:s3cr3t@", "amqp://h:0", "amqp://u:s3cr3t%zz@h", "amqp://h:70000", "amqp://h/%ff",
        ]
    )
    func broken(url: String) {
        let failure = #expect(throws: BrokerError.self) { try BrokerAddress(url, connectionName: "t") }

        #expect(failure?.isTransient == false)
        #expect(failure?.description.contains("s3cr3t") == false)
    }

    @Test("a library older than 0.11 is refused")
    func version() {
        #expect(LibraryGuard.refusal(of: LibraryVersion(0, 10, 9)) != nil)
        #expect(LibraryGuard.refusal(of: LibraryVersion(0, 11, 0)) == nil)
        #expect(LibraryVersion.installed >= .oldest)
        #expect(LibraryGuard.refusal == nil)
    }

    @Test("the back-off stays under one second and over half of one")
    func backoff() {
        var generator = Seeded(1)
        var backoff = Backoff()

        let waits = (0..<100).map { _ in backoff.failed(using: &generator) }

        #expect(waits.allSatisfy { $0 <= .seconds(1) })
        #expect(waits.dropFirst(4).allSatisfy { $0 >= .milliseconds(500) })
        #expect(waits[0] <= .milliseconds(200))
    }
}
