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

    /// Goes on from here at another rate.
    func run(at rate: Double) async throws {
        let real = Date()
        segments.withLock { segments in
            let virtual = segments[segments.count - 1].virtual(at: real)
            segments.append(Segment(virtual: virtual, real: real, rate: rate))
        }
        try await store()
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
