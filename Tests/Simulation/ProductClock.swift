import FoundationEssentials
import Postgres
import Synchronization

/// The product's clock, which this side sets and reads without asking the database: both are on one machine.
final class ProductClock: Sendable {
    /// A time in which the clock runs at one rate.
    struct Segment: Sendable {
        let virtual: Date
        let real: Date
        let rate: Double

        func virtual(at instant: Date) -> Date {
            virtual.addingTimeInterval(instant.timeIntervalSince(real) * rate)
        }

        func real(at instant: Date) -> Date { real.addingTimeInterval(instant.timeIntervalSince(virtual) / rate) }
    }

    private let segments: Mutex<[Segment]>
    private let database: Database

    /// Sets the product's clock to an instant and has it run at real pace.
    static func begin(at instant: Date, _ database: Database) async throws -> ProductClock {
        let clock = ProductClock(database, Segment(virtual: instant, real: Date(), rate: 1))
        try await clock.store()
        return clock
    }

    private init(_ database: Database, _ first: Segment) {
        self.database = database
        segments = Mutex([first])
    }

    /// What the product's clock shows.
    var now: Date { segments.withLock { $0[$0.count - 1] }.virtual(at: Date()) }

    /// What the product's clock showed at an instant of the machine's.
    func virtual(at instant: Date) -> Date {
        let segments = segments.withLock { $0 }
        return (segments.last { $0.real <= instant } ?? segments[0]).virtual(at: instant)
    }

    /// The rate at which it runs now.
    var rate: Double { segments.withLock { $0[$0.count - 1] }.rate }

    /// Goes on from here at another rate.
    ///
    /// Nobody reads the clock meanwhile, or a reader could see a later instant than the next one.
    func run(at rate: Double) async throws {
        let rows = try await database.transaction { transaction in
            transaction.enqueue("LOCK TABLE aftersail.clock IN ACCESS EXCLUSIVE MODE")
            return try await transaction.rows(
                """
                UPDATE aftersail.clock c
                SET virtual_anchor = c.virtual_anchor + (t.at - c.real_anchor) * c.rate, real_anchor = t.at, rate = $1
                FROM (SELECT clock_timestamp() AS at OFFSET 0) t
                RETURNING c.virtual_anchor, c.real_anchor
                """,
                rate
            )
        }
        guard let row = rows.first else { throw SimulationError("the product's clock is gone") }
        let segment = Segment(virtual: try row("virtual_anchor"), real: try row("real_anchor"), rate: rate)
        segments.withLock { $0.append(segment) }
    }

    /// The machine's instant at which the product's clock showed another.
    func real(at instant: Date) -> Date {
        let segments = segments.withLock { $0 }
        return (segments.last { $0.virtual <= instant } ?? segments[0]).real(at: instant)
    }

    private func store() async throws {
        let segment = segments.withLock { $0[$0.count - 1] }
        try await database.execute(
            "UPDATE aftersail.clock SET virtual_anchor = $1, real_anchor = $2, rate = $3",
            segment.virtual,
            segment.real,
            segment.rate
        )
    }
}
