import BusinessTime
import ClockRecord
import FoundationEssentials

/// A warning, a level of the escalation or a request for a report, planned and told.
struct ExplainedStep: Encodable, Sendable {
    /// One time that somebody was told.
    struct Told: Encodable, Sendable {
        let moment: LocalMoment
        /// Which deadline of the clock it was told for.
        let deadlineVersion: Int
        /// Whether the deadline has moved since, so that the step comes again.
        let isFormer: Bool
    }

    /// Name in the database, such as `breach-2`.
    let step: String
    /// In words.
    let what: String
    /// When it is due; nil where nothing is planned any more.
    let planned: LocalMoment?
    /// When it was told, in order.
    let told: [Told]
    /// Told, to come, or why not.
    let status: String

    /// The step in one line.
    var line: String {
        let planned = planned.map { " for \($0.text)" } ?? ""
        let times = told.map { " \($0.moment.text)" + ($0.isFormer ? " for a former deadline" : "") }
        let former = status == "told" || told.isEmpty ? "" : ", told"
        return "\(what)\(planned): \(status)\(former)\(times.joined(separator: ","))"
    }

    /// Every step of a clock, in order of time; `version` counts the deadlines that the clock has had.
    static func all(
        of clock: SLAExplanation.Clock,
        _ rule: SLARule,
        _ notices: [Notice],
        version: Int?,
        in zone: Zone,
        now: Date
    ) -> [ExplainedStep] {
        let planned = clock.metric == .progress ? [] : planned(clock, rule)
        let other = Set(notices.map(\.step)).subtracting(planned.map(\.name)).sorted()
        let all = planned.map { ($0.name, $0.what, Optional($0.at)) } + other.map { ($0, words($0), nil) }
        return all.map { name, what, at in
            let told = notices.filter { $0.step == name }.sorted { $0.toldAt < $1.toldAt }.map { notice in
                let holds = notice.deadlineVersion == version || at.map { notice.toldAt > $0 } ?? true
                let moment = LocalMoment(notice.toldAt, in: zone)
                return Told(moment: moment, deadlineVersion: notice.deadlineVersion, isFormer: !holds)
            }
            return ExplainedStep(
                step: name,
                what: what,
                planned: at.map { LocalMoment($0, in: zone) },
                told: told,
                status: told.contains { !$0.isFormer } ? "told" : status(at, clock, notices, now)
            )
        }
    }

    private static func planned(
        _ clock: SLAExplanation.Clock,
        _ rule: SLARule
    ) -> [(name: String, what: String, at: Date)] {
        let warnings = clock.warnings.map { ("warn-\($0.share)", "warning at \($0.share) %", $0.moment.at) }
        let breaches = rule.escalation.enumerated().compactMap { index, step in
            clock.due.map { due in
                let at = due.at.addingTimeInterval(Double(step.afterMinutes) * 60)
                return ("breach-\(index + 1)", "breach to \(step.role)", at)
            }
        }
        return warnings + breaches
    }

    private static func words(_ name: String) -> String {
        if name == "promise" { return "promise of a solution" }
        return name.hasPrefix("progress-") ? "progress report asked for" : name
    }

    /// Why a step was not told, or when it will be.
    private static func status(
        _ at: Date?,
        _ clock: SLAExplanation.Clock,
        _ notices: [Notice],
        _ now: Date
    ) -> String {
        guard let at else { return "not planned" }
        if let stopped = clock.stopped?.at, stopped <= at { return "not told: the clock had ended" }
        if notices.contains(where: { $0.toldAt > at }) { return "passed over: a later step was told" }
        if clock.state == .cancelled { return "not told: nothing was owed any more" }
        if clock.isPaused { return "not told: the clock stands still" }
        if clock.stopped != nil { return "not told: the clock ended before anybody looked" }
        return at < now ? "due, not told yet" : "to come"
    }
}
