import Tickets

/// Rules in order, of which the first that matches gives a ticket its targets.
public struct SLAPolicy: Codable, Hashable, Sendable {
    /// The policy's name.
    public var name: String
    /// Rises with every edit; stored with each deadline.
    public var version: Int
    /// The rules, first match wins.
    public var rules: [SLARule]

    /// A policy; check it with ``validate()`` before use.
    public init(name: String, version: Int, rules: [SLARule]) {
        self.name = name
        self.version = version
        self.rules = rules
    }

    /// The first rule that matches; when none does, the last rule of ``standard``.
    public func rule(for subject: SLASubject) -> SLARule {
        rules.first { $0.match.holds(for: subject) } ?? Self.unclassified
    }

    /// Refuses what could never be met or would never be reached; correcting the text helps, a retry does not.
    public func validate() throws(SLAPolicyError) {
        guard version >= 1 else { throw .badVersion(version) }
        guard !rules.isEmpty else { throw .noRules }
        for rule in rules {
            for (metric, target) in rule.targets.named {
                guard (1...5_256_000).contains(target.minutes) else {
                    throw .badTarget(rule: rule.name, metric: metric, minutes: target.minutes)
                }
                guard let start = target.conditions?.start else { continue }
                let isFree = [.acknowledgement, .firstResponse, .resolution].contains(metric)
                guard isFree && SLAConditions.starts.contains(start) else {
                    throw .badStart(rule: rule.name, metric: metric, start: start)
                }
            }
            guard rule.warnShares.allSatisfy((1...99).contains), rule.warnShares == Set(rule.warnShares).sorted() else {
                throw .badWarnShares(rule: rule.name)
            }
            guard rule.escalation.allSatisfy({ !$0.role.isEmpty && (0...525_600).contains($0.afterMinutes) }) else {
                throw .badEscalation(rule: rule.name)
            }
        }
    }

    /// The policy of an installation that wrote none: R4.1, with response targets by priority.
    public static let standard = SLAPolicy(
        name: "standard",
        version: 1,
        rules: [
            prioritised(.p1, first: SLATarget(60, .wall), next: SLATarget(120, .wall)),
            prioritised(.p2, first: SLATarget(120, .business), next: SLATarget(240, .business)),
            prioritised(.p3, first: SLATarget(240, .business), next: SLATarget(480, .business)),
            prioritised(.p4, first: SLATarget(480, .business), next: SLATarget(960, .business)),
            unclassified,
        ]
    )

    private static let unclassified = SLARule(
        name: "unclassified",
        targets: SLATargets(firstResponse: SLATarget(240, .business), nextResponse: SLATarget(480, .business))
    )

    private static func prioritised(_ priority: Priority, first: SLATarget, next: SLATarget) -> SLARule {
        SLARule(
            name: "p\(priority.rawValue)",
            match: SLAMatch(priorities: [priority]),
            targets: SLATargets(firstResponse: first, nextResponse: next)
        )
    }
}

/// Why a policy was refused.
public enum SLAPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Versions begin at 1.
    case badVersion(Int)
    /// Nothing would ever be promised.
    case noRules
    /// A target outside 1…5,256,000 minutes.
    case badTarget(rule: String, metric: SLAMetric, minutes: Int)
    /// A start that this clock cannot have.
    case badStart(rule: String, metric: SLAMetric, start: SLAMoment)
    /// Shares that are not rising percentages.
    case badWarnShares(rule: String)
    /// A step without role, or outside 0…525,600 minutes.
    case badEscalation(rule: String)

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .badVersion(let version): "policy version \(version) refused; begin at 1 and count up"
        case .noRules: "policy refused, it has no rules; add at least one without conditions"
        case .badTarget(let rule, let metric, let minutes):
            "rule '\(rule)': \(metric.rawValue) of \(minutes) minutes refused; give 1 to 5,256,000"
        case .badStart(let rule, let metric, let start):
            "rule '\(rule)': \(metric.rawValue) cannot start when a ticket is \(start.rawValue); acknowledgement, "
                + "first_response and resolution may start when it is received, classified or assigned"
        case .badWarnShares(let rule): "rule '\(rule)': warnShares must be rising percentages from 1 to 99"
        case .badEscalation(let rule): "rule '\(rule)': each escalation step needs a role and 0 to 525,600 minutes"
        }
    }
}
