import FoundationEssentials
import Postgres
import Proving

/// One run: the organisation lives, is looked at every hour, comes to rest, and is checked as a whole.
struct SimulationRun: Sendable {
    private static let restLimit = Duration.seconds(120)

    let plan: RunPlan

    /// Runs it and gives the report.
    func run() async throws -> Report {
        Console.say(
            "simulation: seed \(plan.seed), \(plan.days) days from \(plan.start.moment) at rate \(Int(plan.rate))"
        )
        let arrivals = Arrivals(plan, countries: try Country.all())
        Console.say("  \(arrivals.all.count) tickets to come; takes \(Int(plan.realSeconds / 60)) minutes and a little")
        let office = try await Office.open(plan)
        Console.say("  logs: \(office.pipeline.folder)")
        try await office.welcome(arrivals.customers)
        let roster = try await Roster.load(office.pipeline.database)
        try await office.pipeline.start()
        let people = People(
            plan,
            pipeline: office.pipeline,
            clock: office.clock,
            roster: roster,
            arrivals: arrivals,
            mails: { Set(try office.mails.mails().map(\.id)) }
        )
        let standstill = Standstill(office.clock)
        let watch = HourlyWatch(
            plan: plan,
            office: office,
            roster: roster,
            people: people,
            reader: RecordReader(office)
        )
        try await office.clock.run(at: plan.rate)
        async let living: Void = people.run()
        async let pausing: Void = standstill.run()
        let governor = Governor(office, rate: plan.rate)
        async let governing: Void = governor.run()
        async let replacing = replace(office)
        let seen = try await watch.run(standstill)
        let replaced = try await replacing
        await people.stop()
        try await living
        await governor.stop()
        try await governing
        try await office.clock.run(at: 1)
        Console.say("  the days are over; waiting for rest")
        await standstill.stop()
        try await pausing
        let left = try await Rest(office: office).left(within: Self.restLimit)
        let outages = replaced.outages + (await standstill.times)
        let examination = Examination(plan: plan, office: office, roster: roster, arrivals: arrivals, people: people)
        let held = (count: await governor.holds, seconds: await governor.seconds)
        let report = try await examination.report(
            seen,
            left: left,
            badEnds: replaced.badEnds,
            outages: outages,
            held: held
        )
        try await end(office, report)
        return report
    }

    /// Replaces the workers as the plan says, after a third and after two thirds of the days.
    private func replace(_ office: Office) async throws -> (outages: [ClosedRange<Date>], badEnds: [String]) {
        var all: (outages: [ClosedRange<Date>], badEnds: [String]) = ([], [])
        let turns: [(share: Double, kills: Bool)] =
            switch plan.restart {
            case .none: []
            case .orderly: [(0.5, false)]
            case .kill: [(0.5, true)]
            case .both: [(1.0 / 3, false), (2.0 / 3, true)]
            }
        for turn in turns {
            let at = plan.start.addingTimeInterval(plan.days * 86_400 * turn.share)
            while office.clock.now < at { try await pass(.milliseconds(200)) }
            let done = try await Replacement(office: office, kills: turn.kills).run()
            all.outages += done.outages
            all.badEnds += done.badEnds
        }
        return all
    }

    /// Ends the workers; logs stay when something was broken.
    private func end(_ office: Office, _ report: Report) async throws {
        _ = try await office.pipeline.stop()
        if report.isKept && !plan.keepsLogs {
            try FileManager.default.removeItem(atPath: office.pipeline.folder)
            try FileManager.default.removeItem(atPath: office.mails.file)
        } else {
            if !report.isKept { Console.say(office.pipeline.logs()) }
            Console.say("  logs stay in \(office.pipeline.folder), mails in \(office.mails.file)")
        }
    }
}
