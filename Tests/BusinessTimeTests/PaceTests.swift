import Harness
import FoundationEssentials
import Glibc
import Testing
import Tickets

@testable import BusinessTime

@Suite("Pace of like tickets")
struct PaceTests {
    @Test("too few tickets say nothing")
    func few() {
        #expect(ResolutionPace(seconds: Array(repeating: 60, count: 39)) == nil)
        #expect(ResolutionPace(seconds: Array(repeating: 60, count: 40))?.samples == 40)
    }

    @Test("the interval leaves out the fastest and the slowest of a hundred")
    func ranks() throws {
        let pace = try #require(ResolutionPace(seconds: (1...99).shuffled()))

        #expect(pace.low == 5)
        #expect(pace.high == 95)
    }

    @Test("a kind with few tickets learns from those that have something in common")
    func likeness() throws {
        let book = PaceBook([
            .init(calendar: "hamburg", category: .logistics, priority: .p2): Array(repeating: 100, count: 50),
            .init(calendar: "madrid", category: .logistics, priority: .p2): Array(repeating: 200, count: 5),
            .init(calendar: "madrid", category: .billing, priority: .p3): Array(repeating: 300, count: 50),
        ])
        func found(_ calendar: String, _ category: Tickets.Category?, _ priority: Priority?) -> PaceBook.Likeness? {
            book.pace(of: .init(calendar: calendar, category: category, priority: priority))?.likeness
        }

        #expect(found("hamburg", .logistics, .p2) == .kind)
        #expect(found("madrid", .logistics, .p2) == .categoryAndPriority)
        #expect(found("madrid", .complaint, .p3) == .calendarAndPriority)
        #expect(found("dubai", .complaint, .p2) == .priority)
        #expect(found("dubai", nil, nil) == .all)
        #expect(PaceBook.empty.pace(of: .init(calendar: "x", category: nil, priority: nil)) == nil)
    }

    /// Kinds differ in level and spread, the slow tail is heavy, some wait for the customer over weekends.
    @Test("nine of ten held-out tickets are resolved within their promise", arguments: [11, 12, 13] as [UInt64])
    func coverage(seed: UInt64) throws {
        var random = Seeded(seed)
        let calendars = [
            "hamburg": try calendar("Europe/Berlin", weekdays, [["08:30", "17:00"]], holidays: ["2024-05-01"]),
            "shenzhen": try calendar("Asia/Shanghai", weekdays, [["09:00", "12:00"], ["13:30", "18:00"]]),
            "dubai": try calendar("Asia/Dubai", "mon tue wed thu fri sat", [["08:00", "17:00"]]),
        ]
        let tickets = try (0..<24_000).map { _ in try History(&random, calendars) }
        let book = PaceBook(
            Dictionary(grouping: tickets.prefix(12_000), by: \.kind).mapValues { $0.suffix(500).map(\.openSeconds) }
        )

        var within = 0
        for ticket in tickets.suffix(12_000) {
            let calendar = try #require(calendars[ticket.kind.calendar])
            let pace = try #require(book.pace(of: ticket.kind)?.pace)
            let promise = try #require(Promise(start: ticket.openedAt, pace: pace, calendar: calendar))
            if promise.earliest <= ticket.resolvedAt, ticket.resolvedAt <= promise.latest { within += 1 }
            #expect(calendar.hasOpenTime(onDateOf: promise.earliest))
            #expect(calendar.hasOpenTime(onDateOf: promise.latest))
        }

        let share = Double(within) / 12_000
        #expect((0.88...0.92).contains(share), "\(share)")
    }
}

/// A resolved ticket of a made-up past.
private struct History {
    let kind: PaceBook.Kind
    let openedAt: Date
    let resolvedAt: Date
    let openSeconds: Int

    init(_ random: inout Seeded, _ calendars: [String: WorkCalendar]) throws {
        let names = calendars.keys.sorted()
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        let categories: [Tickets.Category] = [.technicalFault, .logistics, .billing, .sparePart]
        let index = Int.random(in: 0..<categories.count, using: &random)
        let priority = Priority(rawValue: Int.random(in: 2...4, using: &random))
        kind = PaceBook.Kind(calendar: name, category: categories[index], priority: priority)
        openedAt = Date(timeIntervalSince1970: 1_704_067_200 + Double(Int.random(in: 0..<15_000_000, using: &random)))
        // Logarithmic normal, by the sum of twelve; a fifth waits for parts or the customer on top.
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
        var minutes = 120 * Double(index + 1) * exp(0.9 * normal)
        if Int.random(in: 0..<5, using: &random) == 0 { minutes += Double.random(in: 200..<3_000, using: &random) }
        guard let calendar = calendars[name],
            let resolved = calendar.due(start: openedAt, budget: .seconds(Int(minutes * 60)))
        else { throw CalendarError.neverOpen }
        resolvedAt = resolved
        openSeconds = Int(calendar.elapsed(start: openedAt, end: resolved).components.seconds)
    }
}
