public import Tickets

/// When an agent loses a ticket without having asked for it, and what is handed over by plan.
///
/// Times are counted in the agent's own working time.
public struct HandOverPolicy: Hashable, Sendable, Codable {
    /// Minutes without a sign of life after which a ticket is taken back, by priority (`p1` … `p4`); 0 or missing: never.
    public var silentMinutes: [String: Int]
    /// Minutes after which the tickets of an agent who is away are taken back; 0: only when the agent asks for it.
    public var absentMinutes: Int
    /// Whether continuous tickets are handed on when the shift of their agent ends.
    public var followTheSun: Bool
    /// Minutes before the end of the shift at which they are.
    public var shiftEndMinutes: Int
    /// What is continuous without a word: priorities (`p1` … `p4`) and `safety`.
    public var continuous: [String]
    /// Whether a ticket that is escalated goes to the next level of service, when somebody there can take it.
    public var escalates: Bool

    /// A policy; by default only silent and absent agents lose tickets.
    public init(
        silentMinutes: [String: Int] = HandOverPolicy.standardSilence,
        absentMinutes: Int = 240,
        followTheSun: Bool = false,
        shiftEndMinutes: Int = 15,
        continuous: [String] = ["p1", "safety"],
        escalates: Bool = false
    ) {
        self.silentMinutes = silentMinutes
        self.absentMinutes = absentMinutes
        self.followTheSun = followTheSun
        self.shiftEndMinutes = shiftEndMinutes
        self.continuous = continuous
        self.escalates = escalates
    }

    /// The policy as it is stored; what is missing is as in ``standard``.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let standard = Self.standard
        self.init(
            silentMinutes: try members.decodeIfPresent([String: Int].self, forKey: .silentMinutes)
                ?? standard.silentMinutes,
            absentMinutes: try members.decodeIfPresent(Int.self, forKey: .absentMinutes) ?? standard.absentMinutes,
            followTheSun: try members.decodeIfPresent(Bool.self, forKey: .followTheSun) ?? standard.followTheSun,
            shiftEndMinutes: try members.decodeIfPresent(Int.self, forKey: .shiftEndMinutes)
                ?? standard.shiftEndMinutes,
            continuous: try members.decodeIfPresent([String].self, forKey: .continuous) ?? standard.continuous,
            escalates: try members.decodeIfPresent(Bool.self, forKey: .escalates) ?? standard.escalates
        )
    }

    /// Minutes of silence that a ticket of this priority bears; nil for any.
    public func silence(_ priority: Priority) -> Int? {
        silentMinutes[Self.name(priority)].flatMap { $0 > 0 ? $0 : nil }
    }

    /// Minutes of absence that a ticket bears; nil for any.
    public var absence: Int? { absentMinutes > 0 ? absentMinutes : nil }

    /// Whether a ticket is worked on without a break; a person's word goes before the policy.
    public func isContinuous(_ priority: Priority, isSafety: Bool, mark: Bool?) -> Bool {
        mark ?? (continuous.contains(Self.name(priority)) || isSafety && continuous.contains(Self.safety))
    }

    /// Fields that hold what they must not, with what to write instead.
    public var problems: [(field: String, expected: String)] {
        var found: [(String, String)] = []
        let names = Priority.allCases.map(Self.name)
        func require(_ holds: Bool, _ field: String, _ expected: String) {
            if !holds { found.append((field, expected)) }
        }
        require(silentMinutes.keys.allSatisfy(names.contains), "silentMinutes", "p1, p2, p3 and p4 as names")
        require(
            silentMinutes.values.allSatisfy(Self.minutes.contains),
            "silentMinutes",
            "0 (never) to 100000 working minutes"
        )
        require(Self.minutes.contains(absentMinutes), "absentMinutes", "0 (never) to 100000 working minutes")
        require((0...480).contains(shiftEndMinutes), "shiftEndMinutes", "0 to 480 minutes")
        require(
            continuous.allSatisfy { names.contains($0) || $0 == Self.safety },
            "continuous",
            "any of p1, p2, p3, p4 and safety"
        )
        return found
    }

    /// An hour of work for the most urgent, two days for the least.
    public static let standardSilence = ["p1": 60, "p2": 120, "p3": 480, "p4": 960]

    /// The policy of an installation that wrote none.
    public static let standard = HandOverPolicy()

    private static let safety = "safety"
    private static let minutes = 0...100_000

    private static func name(_ priority: Priority) -> String { "p\(priority.rawValue)" }
}
