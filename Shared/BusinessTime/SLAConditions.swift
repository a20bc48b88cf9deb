/// A moment of a ticket's life at which clocks may start, stop or be given up.
public enum SLAMoment: String, Codable, CaseIterable, Hashable, Sendable {
    /// The customer's message reached us.
    case received
    /// The ticket's class became known.
    case classified
    /// An agent got the ticket.
    case assigned
    /// The customer was told that the message arrived.
    case acknowledged
    /// A person of ours wrote to the customer.
    case replied
    /// A person of ours proposed a solution.
    case proposed
    /// Solved.
    case resolved
    /// Ended.
    case closed
    /// Goes on as part of another ticket.
    case merged
}

/// What a ticket may stand still for.
public enum SLAStandstill: String, Codable, CaseIterable, Hashable, Sendable {
    /// An answer from the customer.
    case customer
    /// Spare parts.
    case parts
    /// Another company.
    case supplier
    /// A visit on site.
    case visit
    /// The date agreed with the customer.
    case agreedDate = "agreed_date"
    /// The customer's word on a proposed solution.
    case proposal
}

/// When a clock starts, stands still, stops and is given up; what is left out is the metric's standard.
///
/// A clock that stops has met its target if it is in time; one that is given up counts for nothing, unless its deadline
/// had passed. What still runs when the ticket ends is given up.
public struct SLAConditions: Codable, Hashable, Sendable {
    /// The moments that one condition may name at the start of a clock.
    public static let starts: Set<SLAMoment> = [.received, .classified, .assigned]

    /// Begin of the acknowledgement, first response and resolution clocks: `received`, `classified` or `assigned`.
    ///
    /// The other clocks have beginnings of their own.
    public var start: SLAMoment?
    /// What the clock stands still for.
    public var pause: Set<SLAStandstill>?
    /// What it stops at.
    public var stop: Set<SLAMoment>?
    /// What ends it without a result.
    public var cancel: Set<SLAMoment>?

    /// Conditions; those left out are the standard.
    public init(
        start: SLAMoment? = nil,
        pause: Set<SLAStandstill>? = nil,
        stop: Set<SLAMoment>? = nil,
        cancel: Set<SLAMoment>? = nil
    ) {
        self.start = start
        self.pause = pause
        self.stop = stop
        self.cancel = cancel
    }

    /// Whether a moment starts, stops or ends the clock.
    func names(_ moment: SLAMoment) -> Bool {
        start == moment || stop?.contains(moment) ?? false || cancel?.contains(moment) ?? false
    }

    /// Writes each set in rising order, so that equal conditions give equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(start, forKey: .start)
        try container.encodeIfPresent(pause?.map(\.rawValue).sorted(), forKey: .pause)
        try container.encodeIfPresent(stop?.map(\.rawValue).sorted(), forKey: .stop)
        try container.encodeIfPresent(cancel?.map(\.rawValue).sorted(), forKey: .cancel)
    }

    private enum CodingKeys: String, CodingKey {
        case start, pause, stop, cancel
    }
}

/// Conditions with nothing left out.
struct FullConditions {
    let start: SLAMoment
    let pause: Set<SLAStandstill>
    let stop: Set<SLAMoment>
    let cancel: Set<SLAMoment>

    init(_ metric: SLAMetric, _ conditions: SLAConditions?) {
        let standard = Self.standard(metric)
        guard let conditions else {
            self = standard
            return
        }
        self.init(
            start: conditions.start ?? standard.start,
            pause: conditions.pause ?? standard.pause,
            stop: conditions.stop ?? standard.stop,
            cancel: conditions.cancel ?? standard.cancel
        )
    }

    private init(
        start: SLAMoment = .received,
        pause: Set<SLAStandstill>,
        stop: Set<SLAMoment>,
        cancel: Set<SLAMoment>
    ) {
        self.start = start
        self.pause = pause
        self.stop = stop
        self.cancel = cancel
    }

    private static func standard(_ metric: SLAMetric) -> FullConditions {
        switch metric {
        case .acknowledgement: acknowledgement
        case .firstResponse, .nextResponse: response
        case .resolution, .department: work
        case .progress: progress
        }
    }

    private static let acknowledgement = FullConditions(
        pause: [],
        stop: [.acknowledged, .replied],
        cancel: [.resolved, .closed, .merged]
    )
    /// First and next response do not stand still.
    private static let response = FullConditions(pause: [], stop: [.replied], cancel: [.resolved, .closed, .merged])
    private static let work = FullConditions(
        pause: Set(SLAStandstill.allCases),
        stop: [.resolved],
        cancel: [.closed, .merged]
    )
    /// Silence is no fault while the next word is the customer's.
    private static let progress = FullConditions(
        pause: [.customer, .proposal],
        stop: [.resolved],
        cancel: [.closed, .merged]
    )
}
