import Harness
import Postgres
import Synchronization
import Testing

@Suite("Cut conversations", .freshDatabase)
struct CutTests {
    private static let deadline = Duration.seconds(2)
    /// One wait for a link and up to three for the server, with room for a machine that does much else.
    private static let longest = deadline * 16
    private static let mostTries = 40

    @Test("a transaction cut after any byte counts once", .timeLimit(.minutes(60)))
    func everywhere() async throws {
        let direct = try open(links: 4)
        try await direct.script(
            """
            CREATE TABLE public.seen (id int8 PRIMARY KEY);
            CREATE TABLE public.effect (id int8);
            CREATE TABLE public.said (id int8);
            """
        )
        let plan = CutPlan(try await flows(), samples: 60)
        print("PostgreSQL: \(plan.summary)")
        let began = ContinuousClock.now
        let tally = Tally()
        try await plan.run(atOnce: 16) { place, index in try await tally.add(converse(place, id: index)) }
        print("PostgreSQL: \(tally.text) in \(began.duration(to: .now))")

        let wrong = try await direct.rows(
            """
            SELECT id, (SELECT count(*) FROM effect e WHERE e.id = n.id) AS effects,
                (SELECT count(*) FROM said s WHERE s.id = n.id) AS said
            FROM generate_series(0, $1) AS n (id)
            WHERE (SELECT count(*) FROM effect e WHERE e.id = n.id) <> 1
               OR (SELECT count(*) FROM said s WHERE s.id = n.id) <> 1
            """,
            plan.places.count - 1
        )
        for row in wrong {
            let (id, effects, said): (Int, Int, Int) = (try row("id"), try row("effects"), try row("said"))
            Issue.record("\(effects) effects and \(said) outbox rows: \(plan.places[id])")
        }
        #expect(tally.cuts * 4 >= plan.places.count * 3)
        #expect(tally.unknown > 0)
    }

    /// A conversation that nobody cuts, as its flows.
    private func flows() async throws -> [CutPlan.Flow] {
        let proxy = try FaultProxy(to: PrivatePostgres.shared.port(), recording: true)
        let database = try self.database(by: proxy)
        try await transact(database, id: -1)
        await database.close()
        return FaultProxy.Direction.allCases.map { direction in
            let bytes = proxy.transcript(direction, connection: 1)
            return CutPlan.Flow(
                connection: 1,
                direction: direction,
                length: bytes.count,
                frameEnds: Self.frameEnds(bytes, isStarting: direction == .toServer)
            )
        }
    }

    /// The product's way: what is not known to be done is done again, and the inbox decides.
    private func converse(_ place: CutPlace, id: Int) async throws -> (cuts: Int, tries: Int, unknown: Int) {
        let proxy = try FaultProxy(to: PrivatePostgres.shared.port())
        proxy.cutAfter(bytes: place.byte, direction: place.direction, connection: place.connection, by: place.cut)
        let database = try self.database(by: proxy)
        var unknown = 0
        for attempt in 1...Self.mostTries {
            let began = ContinuousClock.now
            do {
                try await transact(database, id: id)
                #expect(database.isConnected, "\(place)")
                await database.close()
                return (proxy.cuts, attempt, unknown)
            } catch let error as PostgresError {
                #expect([.outage, .retry].contains(error.category), "\(error): \(place)")
                if error == .commitUnknown { unknown += 1 }
            }
            #expect(began.duration(to: .now) < Self.longest, "\(place)")
            // The server's keep-alives end what a silent link left behind in the middle of a flight.
            if attempt == 4 { proxy.endSilence() }
        }
        Issue.record("no end after \(Self.mostTries) tries: \(place)")
        return (proxy.cuts, Self.mostTries, unknown)
    }

    private func transact(_ database: Database, id: Int) async throws {
        try await database.transaction { transaction in
            let won = try await transaction.rows(
                "INSERT INTO seen VALUES ($1) ON CONFLICT DO NOTHING RETURNING id",
                id
            )
            guard !won.isEmpty else { return }
            transaction.enqueue("INSERT INTO effect VALUES ($1)", id)
            transaction.enqueue("INSERT INTO said VALUES ($1)", id)
        }
    }

    private func database(by proxy: FaultProxy) throws -> Database {
        let own = try PrivatePostgres.shared.port()
        let url = TestDatabase.url.replacing(":\(own)/", with: ":\(proxy.port)/")
        let configuration = PostgresConfiguration(
            url: "\(url)?sslmode=disable&gssencmode=disable",
            applicationName: "tests",
            connectTimeout: Self.deadline,
            deadline: Self.deadline
        )
        return Database(configuration, links: 1)
    }

    /// Positions behind each message: a type, except for the very first, and a length that counts itself.
    private static func frameEnds(_ bytes: [UInt8], isStarting: Bool) -> [Int] {
        var ends: [Int] = []
        var place = 0
        while true {
            let start = place + (isStarting && place == 0 ? 0 : 1)
            guard start + 4 <= bytes.count else { return ends }
            place = start + bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            ends.append(place)
        }
    }
}

/// What a run saw.
private final class Tally: Sendable {
    private let sums = Mutex((cases: 0, cuts: 0, tries: 0, unknown: 0))

    func add(_ seen: (cuts: Int, tries: Int, unknown: Int)) {
        sums.withLock { sums in
            sums.cases += 1
            sums.cuts += seen.cuts
            sums.tries += seen.tries
            sums.unknown += seen.unknown
        }
    }

    var cuts: Int { sums.withLock { $0.cuts } }
    var unknown: Int { sums.withLock { $0.unknown } }
    var text: String {
        sums.withLock { "\($0.cases) cases, \($0.cuts) cut, \($0.tries) tries, \($0.unknown) unknown commits" }
    }
}
