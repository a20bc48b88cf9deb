import Contracts
import Triage

/// A comparison of two models for a person or a program.
struct ShadowPage {
    let comparison: ShadowComparison

    /// For a program.
    var value: JSONValue {
        .object([
            "candidate": .string(comparison.version), "days": .count(comparison.days),
            "verdict": .string(comparison.whole.lookedAt.pair.verdict.rawValue),
            "all": Self.value(of: comparison.whole),
            "languages": .object(comparison.languages.mapValues(Self.value)),
        ])
    }

    /// For a person.
    var lines: [String] {
        let whole = comparison.whole
        guard whole.agreed.count > 0 else {
            return [
                "model \(comparison.version) judged no ticket in \(comparison.days) days; put it there with "
                    + "`aftersail triage model shadow \(comparison.version)` and wait for tickets"
            ]
        }
        return [
            "model \(comparison.version) in the shadow, \(comparison.days) days, \(whole.agreed.count) tickets that the rules did not decide",
            "same guess: \(Share.percent(whole.agreed.share)); covered: \(Share.percent(whole.presentCovered.share)) now, "
                + "\(Share.percent(whole.candidateCovered.share)) by the candidate",
            Self.sentence("corrected or confirmed", whole.corrected),
            Self.sentence("these and solved as they were", whole.lookedAt),
            "the candidate is \(Self.words(whole.lookedAt))",
        ]
    }

    /// By language, for a table.
    var rows: [JSONValue] {
        comparison.languages.sorted { ($1.value.agreed.count, $0.key) < ($0.value.agreed.count, $1.key) }.map {
            language,
            group in
            .object([
                "language": .string(language), "tickets": .count(group.agreed.count),
                "agreed": .string(Share.percent(group.agreed.share)),
                "covered": .string(
                    "\(Share.percent(group.presentCovered.share)) → \(Share.percent(group.candidateCovered.share))"
                ),
                "corrected": .string(Self.pair(group.corrected)), "looked_at": .string(Self.pair(group.lookedAt)),
                "verdict": .string(Self.word(group.lookedAt.pair.verdict)),
            ])
        }
    }

    private static func sentence(_ name: String, _ known: ShadowComparison.Known) -> String {
        guard known.present.count > 0 else { return "\(name): none yet" }
        return "\(name), \(known.present.count) tickets: right \(percent(known.present)) now, "
            + "\(percent(known.candidate)) by the candidate; only one is right: \(known.pair.onlyFirst) now, "
            + "\(known.pair.onlySecond) the candidate, by chance with probability \(Share.decimal(known.pair.probability))"
    }

    private static func words(_ known: ShadowComparison.Known) -> String {
        switch known.pair.verdict {
        case .better: "better: activate it with `aftersail triage model activate`"
        case .worse: "worse: do not activate it"
        case .notDistinguishable:
            "not distinguishable from what decides now, on \(known.pair.onlyFirst + known.pair.onlySecond) tickets on which they differ in being right"
        }
    }

    private static func word(_ verdict: PairedComparison.Verdict) -> String {
        verdict == .notDistinguishable ? "not distinguishable" : verdict.rawValue
    }

    private static func pair(_ known: ShadowComparison.Known) -> String {
        known.present.count == 0
            ? "-" : "\(percent(known.present)) → \(percent(known.candidate)) of \(known.present.count)"
    }

    private static func percent(_ proportion: Proportion) -> String {
        "\(Share.percent(proportion.share)) ± \(Share.percent(proportion.halfWidth))"
    }

    private static func value(of group: ShadowComparison.Group) -> JSONValue {
        .object([
            "tickets": .count(group.agreed.count), "agreement": .number(Share.decimal(group.agreed.share)),
            "present_coverage": .number(Share.decimal(group.presentCovered.share)),
            "candidate_coverage": .number(Share.decimal(group.candidateCovered.share)),
            "corrected": value(of: group.corrected), "looked_at": value(of: group.lookedAt),
        ])
    }

    private static func value(of known: ShadowComparison.Known) -> JSONValue {
        .object([
            "tickets": .count(known.present.count),
            "present_accuracy": .number(Share.decimal(known.present.share)),
            "present_half_width": .number(Share.decimal(known.present.halfWidth)),
            "candidate_accuracy": .number(Share.decimal(known.candidate.share)),
            "candidate_half_width": .number(Share.decimal(known.candidate.halfWidth)),
            "only_present_right": .count(known.pair.onlyFirst), "only_candidate_right": .count(known.pair.onlySecond),
            "chance": .number(Share.decimal(known.pair.probability)), "verdict": .string(known.pair.verdict.rawValue),
        ])
    }
}
