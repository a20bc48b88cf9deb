import FoundationEssentials
import Harness
import Postgres
import Proving
import Testing

/// Whatever answers our mail, no more of it leaves than the guide says, and each circle says what stopped it.
///
/// Nothing of ours is replaced: mails are read, made into requests, posted, judged, assigned, promised, written and sent by
/// the same code that runs at an operator's; only the correspondents are made up, and the hours pass on the product's clock.
@Suite("Mail loops", .serialized, .timeLimit(.minutes(4)))
struct LoopTests {
    @Test(
        "every circle of mails ends within the published bound, and says what stopped it",
        .freshDatabase,
        .freshBroker
    )
    func circles() async throws {
        let bound = PublishedBound(domain: 12, overall: 1_000_000)
        let other = try await TestBroker.offPool {
            (try PrivatePostgres.shared.freshDatabase(), try PrivateRabbitMQ.shared.freshVirtualHost())
        }
        let mine = (TestDatabase.url, TestBroker.url)
        let worlds = try await together(
            { try await World.start("a", databaseURL: mine.0, brokerURL: mine.1, bound.variables) },
            { try await World.start("b", databaseURL: other.0, brokerURL: other.1, bound.variables) }
        )

        try await examine(CircleTable.all, in: [worlds.0, worlds.1], for: 1, bound)
    }

    @Test("ever new domains get no more mails than the budget of all", .freshDatabase, .freshBroker)
    func everywhere() async throws {
        let bound = PublishedBound(domain: 12, overall: 30)
        let world = try await World.start(
            "a",
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            bound.variables
        )

        try await examine(CircleTable.everywhere, in: [world], for: 1, bound)
    }

    @Test(
        "colleagues' mailboxes and answers after a while keep the budgets of hours and days",
        .freshDatabase,
        .freshBroker
    )
    func staff() async throws {
        let bound = PublishedBound(addressDay: 4, staffHour: 6, staffDay: 60)
        let world = try await World.start(
            "a",
            databaseURL: TestDatabase.url,
            brokerURL: TestBroker.url,
            colleagues: CircleTable.colleagues.count,
            bound.variables
        )

        try await examine(CircleTable.colleagues + CircleTable.slow, in: [world], for: 2, bound, customers: 32)
    }

    private func examine(
        _ circles: [Circle],
        in worlds: [World],
        for hours: Int,
        _ bound: PublishedBound,
        customers: Int = 0
    ) async throws {
        let began = ContinuousClock.now
        let numbered = Dictionary(uniqueKeysWithValues: circles.enumerated().map { ($0.offset + 1, $0.element) })
        var exchange = Exchange(numbered, in: worlds, for: hours, bound)
        try await worlds[0].post(
            (0..<customers).map { number in
                let plain = Circle(name: "a customer", habit: Habit(form: .silence), stop: "")
                return (1_000 + number, plain.opening(1_000 + number, to: worlds[0].address))
            }
        )
        try await exchange.run()
        let outcomes = try await exchange.outcomes()
        for outcome in outcomes { print("loop: \(outcome.number) \(outcome.line)") }
        print(
            "loop: \(outcomes.count) circles, \(outcomes.map(\.mails).reduce(0, +)) mails, \(began.duration(to: .now))"
        )
        for outcome in outcomes {
            #expect(outcome.mails <= outcome.bound, "\(outcome.line)")
            #expect(outcome.stops.contains(outcome.circle.stop), "wanted \(outcome.circle.stop): \(outcome.line)")
        }
        let all = exchange.sent(by: 0)
        #expect(all <= bound.most(.everywhere, hours: hours), "\(all) mails in all")
        for world in worlds {
            #expect(await world.pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
            try await world.close()
        }
    }
}
