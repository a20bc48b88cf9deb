import BusinessTime
import FoundationEssentials
import Routing
import Setup
import Testing
import Tickets

@testable import Simulation

/// Each check of dispatch must find the fault it is for, and nothing in what is right.
@Suite("The simulation's check of dispatch")
struct DispatchCheckTests {
    /// Monday, 19 October 2026, 08:00 in Berlin.
    private static let morning = Date(timeIntervalSince1970: 1_792_389_600)

    @Test("what was assigned on shift, within capacity and explained is in order")
    func kept() throws {
        let findings = try Self.look(Self.record())

        #expect(findings.broken.isEmpty, "\(findings.broken)")
        #expect(findings.assignments == 6 && findings.unevenness.count == 1)
    }

    @Test("an assignment outside the own calendar and zone is off shift, unless a person forced it")
    func offShift() throws {
        var record = Self.record()
        record.assignments[0] = Self.assignment(0, at: -120)
        record.lines[0] = Self.line(0, at: -120)
        #expect(try Self.look(record).broken.map(\.kind) == [.offShift])
        #expect(try Self.look(record, ahead: 130).broken.isEmpty)

        record.assignments[0] = Self.assignment(0, at: -120, way: "override")
        #expect(try Self.look(record).broken.isEmpty)
        // The same hour is a working one in Berlin, but not in the zone of the sixth.
        record.assignments[5] = Self.assignment(5, at: 0, agent: "chicago")
        record.lines[5] = Self.line(5, at: 0, agent: "chicago")
        #expect(try Self.look(record).broken.map(\.detail) == ["AS-5 to chicago at \(Self.morning.moment)"])
    }

    @Test("work for somebody on leave or away is off shift")
    func absent() throws {
        var record = Self.record()
        record.loads[1] = Self.load(1, isAway: true, whileAway: 1)
        #expect(try Self.look(record).broken.map(\.kind) == [.offShift])
        #expect(
            try Self.look(Self.record(), leave: "2026-10-19").broken.map(\.detail)
                == ["AS-0 to agent.0 at \(Self.morning.moment)"]
        )
    }

    @Test("more load than capacity is overbooked, and a forced ticket is not")
    func overbooked() throws {
        var record = Self.record()
        record.loads[2] = Self.load(2, load: 11, open: 11)
        #expect(try Self.look(record).broken.map(\.kind) == [.overbooked])
        record.loads[2] = Self.load(2, load: 11, open: 11, forced: 1)
        #expect(try Self.look(record).broken.isEmpty)
    }

    @Test("a load that is not the sum of the open assignments is found")
    func miscounted() throws {
        var record = Self.record()
        record.loads[3] = Self.load(3, load: 2, open: 1)
        #expect(try Self.look(record).broken.map(\.kind) == [.miscounted])
    }

    @Test("an assignment without version, winner or need does not explain itself")
    func unexplained() throws {
        for spoiled in [
            Self.assignment(0, version: "2"), Self.assignment(0, explained: nil), Self.assignment(0, way: nil),
            Self.assignment(0, winner: "agent.1"), Self.assignment(0, ranked: ["agent.1"]),
            Self.assignment(0, hasNeed: false),
        ] {
            var record = Self.record()
            record.assignments[0] = spoiled
            #expect(try Self.look(record).broken.map(\.kind) == [.unexplainedAssignment], "\(spoiled)")
        }
    }

    @Test("an assignment without its line, and a line twice, are found")
    func unrecorded() throws {
        var (missing, doubled) = (Self.record(), Self.record())
        missing.lines.removeFirst()
        doubled.lines.append(doubled.lines[0])
        #expect(try Self.look(missing).broken.map(\.kind) == [.unrecordedAssignment])
        #expect(try Self.look(doubled).broken.map(\.kind) == [.unrecordedAssignment])
    }

    @Test("evenness is that of relative loads of those on shift")
    func evenness() throws {
        var record = Self.record()
        for index in 0..<5 {
            record.loads[index] = Self.load(index, load: index == 0 ? 10 : 0, open: index == 0 ? 10 : 0)
        }
        let one = try Self.look(record)
        #expect(abs((one.unevenness.first ?? 0) - 5.3 / 6.6) < 1e-9, "\(one.unevenness)")
        // By night nobody is there, and nothing is said.
        #expect(try Self.look(Self.record(at: 12 * 60)).unevenness.isEmpty)
    }

    @Test("waits run from class, return and reopening to the next agent")
    func waits() {
        let lines = [
            Specimen.line("opened", 0), Specimen.line("classified", 0.5), Specimen.line("assigned", 1),
            Specimen.line("returned", 3), Specimen.line("assigned", 7), Specimen.line("resolved", 8),
            Specimen.line("reopened", 20), Specimen.line("assigned", 20.25),
        ]
        let waits = WaitCheck.waits(lines, until: Specimen.at(40)).map { $0.seconds / 3_600 }

        #expect(waits == [0.5, 4, 0.25])
        let moved = lines.prefix(3) + [Specimen.line("assigned", 3), Specimen.line("returned", 3)]
        #expect(WaitCheck.waits(Array(moved), until: Specimen.at(40)).map(\.seconds) == [1_800, 0])
        let open = WaitCheck.waits(Array(lines.prefix(4)), until: Specimen.at(40)).map { $0.seconds / 3_600 }
        #expect(open == [0.5, 37])
        #expect(WaitCheck.waits(Array(lines.prefix(2)) + [lines[5]], until: Specimen.at(40)).map(\.seconds) == [27_000])
    }

    @Test("a ticket without an agent for longer than the bound starves")
    func starved() {
        var ticket = Specimen.warned()
        ticket.lines = [Specimen.line("opened", 0), Specimen.line("classified", 0), Specimen.line("assigned", 5)]
        func broken(_ hours: Double) -> [Finding.Kind] {
            WaitCheck(bound: hours * 3_600, leeway: Leeway(slack: 60)).look(at: ticket, now: Specimen.at(6)).broken
                .map(\.kind)
        }

        #expect(broken(5).isEmpty && broken(4) == [.starved])
    }

    private static func look(_ record: DispatchRecord, ahead: Int = 0, leave: String? = nil) throws -> Findings {
        let days = ["mon", "tue", "wed", "thu", "fri"]
        let hours = Dictionary(uniqueKeysWithValues: days.map { ($0, [["08:00", "17:00"]]) })
        let book = CalendarBook(
            standard: "always",
            calendars: ["day": CalendarDefinition(timeZone: "Europe/Berlin", hours: hours)]
        )
        var agents = (0..<6).map { agent("agent.\($0)") } + [agent("chicago", zone: "America/Chicago")]
        if let leave { agents[0].exceptions = [CalendarException(from: leave, to: leave, kind: .leave)] }
        let policy = RoutingPolicy(version: 1, opensSoonMinutes: ahead)
        let roster = try Roster(
            SLAPolicy(name: "test", version: 1, rules: []),
            book,
            Organisation(teams: [], agents: agents),
            routing: SetupDocument(version: 1, body: policy)
        )
        return DispatchCheck(roster: roster).look(at: record)
    }

    private static func agent(_ id: String, zone: String? = nil) -> Organisation.Agent {
        Organisation.Agent(id: id, name: id, language: "en", team: "a", calendar: "day", zone: zone, capacity: 10)
    }

    /// Six agents with a ticket each, some minutes after eight.
    private static func record(at minutes: Double = 30) -> DispatchRecord {
        var record = DispatchRecord(now: morning.addingTimeInterval(minutes * 60))
        record.loads = (0..<6).map { load($0) }
        record.assignments = (0..<6).map { assignment($0) }
        record.lines = (0..<6).map { line($0) }
        return record
    }

    private static func load(
        _ number: Int,
        load: Int = 1,
        open: Int = 1,
        forced: Int = 0,
        isAway: Bool = false,
        whileAway: Int = 0
    ) -> DispatchRecord.Load {
        DispatchRecord.Load(
            agent: "agent.\(number)",
            capacity: 10,
            load: load,
            isAway: isAway,
            open: open,
            forced: forced,
            whileAway: whileAway
        )
    }

    private static func assignment(
        _ number: Int,
        at minutes: Double = 0,
        agent: String? = nil,
        version: String = "1",
        explained: String? = "1",
        way: String? = "routed",
        winner: String? = nil,
        ranked: [String]? = nil,
        hasNeed: Bool = true
    ) -> DispatchRecord.Assignment {
        let agent = agent ?? "agent.\(number)"
        return DispatchRecord.Assignment(
            ticket: "AS-\(number)",
            agent: agent,
            assignedAt: morning.addingTimeInterval(minutes * 60),
            version: version,
            explainedVersion: explained,
            way: way,
            winner: winner ?? agent,
            ranked: ranked ?? [agent],
            hasNeed: hasNeed
        )
    }

    private static func line(_ number: Int, at minutes: Double = 0, agent: String? = nil) -> DispatchRecord.Line {
        DispatchRecord.Line(
            ticket: "AS-\(number)",
            agent: agent ?? "agent.\(number)",
            at: morning.addingTimeInterval(minutes * 60)
        )
    }
}
