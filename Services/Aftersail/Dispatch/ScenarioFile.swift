import BusinessTime
import Contracts
import FoundationEssentials
import Setup
import Tickets
import Workforce

/// A scenario with what its file says about the roster.
struct ScenarioPlan: Sendable {
    let scenario: Scenario
    /// Tickets that one seat works on at once, by team; `*` for every other.
    let atOnce: [String: Int]
    /// Whether somebody may answer through translation, where the policy allows that.
    let translates: Bool
}

/// Reads scenario files.
enum ScenarioFile {
    /// The scenario of a file.
    ///
    /// - Throws: `Failure` naming the file and everything that is wrong with it.
    static func read(_ path: String, seed: UInt64) throws -> ScenarioPlan {
        let body = try SetupFolder.value(at: path)
        guard case .object = body else {
            throw Failure(.badData, "\(path): the file should hold fields, not a single value or list")
        }
        var reader = ScenarioReader()
        reader.problems += Self.fields.problems(in: body)
        if let kind = body["kind"].string, kind != "dispatch-scenario" {
            reader.problems.append(SetupProblem("kind", "'\(kind)' is no scenario; write dispatch-scenario"))
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let plan = reader.problems.isEmpty ? plan(body, in: folder, seed, &reader) : nil
        guard let plan, reader.problems.isEmpty else {
            throw Failure(.badData, reader.problems.map { "\(path): \($0)" }.joined(separator: "\n"))
        }
        return plan
    }

    private static func plan(
        _ body: JSONValue,
        in folder: String,
        _ seed: UInt64,
        _ reader: inout ScenarioReader
    ) -> ScenarioPlan? {
        let start = reader.instant(body["start"], "start")
        let days = reader.number(body["days"], "days", 0.04...366)
        let period = start..<start.addingTimeInterval(days * 86_400)
        let demand = Demand(streams: reader.streams(body), peaks: reader.peaks(body["peaks"]))
        let recorded = body["recorded"] == .null ? [] : reader.recorded(body["recorded"], in: folder)
        var scenario = Scenario(
            name: body["name"].string ?? "scenario",
            period: period,
            arrivals: [],
            effort: reader.effort(body),
            target: reader.number(body["target"]["minutes"], "target.minutes", 1...100_000, or: 240),
            share: reader.number(body["target"]["share"], "target.share", 1...100, or: 90) / 100,
            due: reader.due(body["due"]),
            dutyTeam: body["dutyTeam"].string ?? "duty",
            shiftHours: Int(reader.number(body["shiftHours"], "shiftHours", 1...24, or: 8)),
            seed: seed
        )
        let atOnce = reader.counts(body["atOnce"], "atOnce")
        let translation = reader.word(body["translation"], "translation", ["policy", "none"])
        guard reader.problems.isEmpty else { return nil }
        let drawn = demand.arrivals(from: start, to: period.upperBound, seed: seed)
        scenario.arrivals = (recorded.filter { period.contains($0.at) } + drawn).sorted { $0.at < $1.at }
        if scenario.arrivals.isEmpty {
            reader.complain("streams", "no ticket comes in the period; write streams, or name a file as recorded")
        }
        return ScenarioPlan(scenario: scenario, atOnce: atOnce, translates: translation != "none")
    }

    private static let spread = SetupFields.object(["median": .anything, "p90": .anything])

    private static let fields = SetupFields.object([
        "kind": .anything, "name": .anything, "start": .anything, "days": .anything,
        "target": .object(["minutes": .anything, "share": .anything]), "due": .anything, "dutyTeam": .anything,
        "shiftHours": .anything, "translation": .anything, "atOnce": .anything, "recorded": .anything,
        "handling": .each(spread),
        "awaiting": .object(["share": .anything, "median": .anything, "p90": .anything]),
        "hours": .anything, "week": .anything, "categories": .anything, "priorities": .anything,
        "streams": .each(
            .object([
                "country": .anything, "language": .anything, "zone": .anything, "perDay": .anything,
                "perHour": .anything,
                "hours": .anything, "week": .anything, "categories": .anything, "priorities": .anything,
            ])
        ),
        "peaks": .each(
            .object([
                "name": .anything, "from": .anything, "hours": .anything, "factor": .anything, "countries": .anything,
                "categories": .anything,
            ])
        ),
    ])
}
