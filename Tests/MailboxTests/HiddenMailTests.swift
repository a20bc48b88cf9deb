import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

@Suite("Mails that a server does not show", .freshDatabase, .freshBroker, .timeLimit(.minutes(5)))
struct HiddenMailTests {
    /// Short, so that the fourth connection that breaks off is the last.
    private static let settings = ["AFTERSAIL_MAIL_PATIENCE": "2s", "AFTERSAIL_MAIL_POLL": "1s"]

    @Test("a mail at which the server hangs up each time is left there, and the next is handed on")
    func brokenOff() async throws {
        let stubborn = try StubbornServer(
            mails: 3,
            hiding: 2,
            answer: .last("* 2 FETCH (UID 2 BODY[] {2000}\r\nSubject: Pump\r\n")
        )
        let world = try await World.make(Self.settings, ports: [stubborn.server.port])
        try await world.start()

        try await eventually("all three are recorded", within: .seconds(60)) { await world.recorded == 3 }

        _ = try await world.pipeline.stop()
        let outcomes = try await world.outcomes()
        #expect(outcomes.map { $0.prefix(11) } == ["handed_on", "quarantined", "handed_on"])
        #expect(outcomes[1].contains("broke off") && outcomes[1].contains("3 times"))
        #expect(stubborn.fetches(of: 2) == 4)
    }

    @Test("a network that breaks off at every mail sets none aside")
    func network() async throws {
        let dovecot = try await PrivateDovecot.start()
        for number in 1...3 {
            let body = String(repeating: "The pump drips and drips.\r\n", count: 1_000)
            try dovecot.deliver(World.mail(number, body: body))
        }
        let proxy = try FaultProxy(to: dovecot.port)
        // Login, mailbox and search come through, and a part of the first mail.
        for number in 1...5 {
            proxy.cutAfter(bytes: 12_000, direction: .toClient, connection: number)
        }
        let world = try await World.make(Self.settings, ports: [proxy.port])
        try await world.start()

        try await eventually("five connections broke off", within: .seconds(90)) { proxy.cuts == 5 }
        #expect(await world.recorded == 0)
        try await eventually("the mails are recorded once the network is well", within: .seconds(90)) {
            await world.recorded == 3
        }

        _ = try await world.pipeline.stop()
        #expect(try await world.outcomes() == ["handed_on", "handed_on", "handed_on"])
    }

    @Test("a mail that breaks off and is alone in its mailbox is tried until it comes")
    func alone() async throws {
        let stubborn = try StubbornServer(mails: 1, hiding: 1, answer: .last("* 1 FETCH (UID 1 BODY[] {9}\r\nSub"))
        let world = try await World.make(Self.settings, ports: [stubborn.server.port])
        try await world.start()

        try await eventually("it is tried five times", within: .seconds(60)) { stubborn.fetches(of: 1) >= 5 }

        _ = try await world.pipeline.stop()
        #expect(await world.recorded == 0)
        #expect(await world.number("SELECT cuts AS n FROM mailbox") == 0)
        #expect(await world.number("SELECT starts AS n FROM mailbox") == 0, "nobody died on it")
    }

    @Test("a process that ends in order while the server keeps silent has not died on the mail")
    func silent() async throws {
        let stubborn = try StubbornServer(mails: 1, hiding: 1, answer: .silence)
        let world = try await World.make(["AFTERSAIL_DRAIN_TIME": "2s"], ports: [stubborn.server.port])
        try await world.start()
        try await eventually("it is asked for", within: .seconds(60)) { stubborn.fetches(of: 1) == 1 }
        #expect(await world.number("SELECT starts AS n FROM mailbox") == 1)

        _ = try await world.pipeline.stop()

        #expect(await world.number("SELECT starts AS n FROM mailbox") == 0)
    }

    @Test("a mail that breaks off is given its time, however often it does")
    func patient() async throws {
        let stubborn = try StubbornServer(mails: 3, hiding: 2, answer: .last("* 2 FETCH (UID 2 BODY[] {9}\r\nSub"))
        let world = try await World.make(["AFTERSAIL_MAIL_POLL": "1s"], ports: [stubborn.server.port])
        try await world.start()

        try await eventually("it is tried five times", within: .seconds(60)) { stubborn.fetches(of: 2) >= 5 }

        _ = try await world.pipeline.stop()
        #expect(try await world.outcomes() == ["handed_on"])
        #expect(await world.number("SELECT cuts AS n FROM mailbox") >= 3)
    }

    @Test("a mail that the server refuses to show is left there at once, and the next is handed on")
    func refused() async throws {
        let stubborn = try StubbornServer(mails: 3, hiding: 2, answer: .say("{tag} NO [SERVERBUG] cannot read it\r\n"))
        let world = try await World.make(Self.settings, ports: [stubborn.server.port])
        try await world.start()

        try await eventually("all three are recorded", within: .seconds(60)) { await world.recorded == 3 }

        _ = try await world.pipeline.stop()
        let outcomes = try await world.outcomes()
        #expect(outcomes.map { $0.prefix(11) } == ["handed_on", "quarantined", "handed_on"])
        #expect(outcomes[1].contains("cannot show it") && outcomes[1].contains("SERVERBUG"))
        #expect(stubborn.fetches(of: 2) == 1)
    }

    @Test("a mail whose file a real server cannot read holds up none behind it")
    func unreadable() async throws {
        let world = try await World.make(Self.settings)
        try world.deliver(1...3)
        try world.dovecot.lock(2)
        try await world.start()

        try await eventually("all three are recorded", within: .seconds(60)) { await world.recorded == 3 }

        _ = try await world.pipeline.stop()
        let outcomes = try await world.outcomes()
        #expect(outcomes.map { $0.prefix(11) } == ["handed_on", "quarantined", "handed_on"], "\(outcomes)")
    }
}
