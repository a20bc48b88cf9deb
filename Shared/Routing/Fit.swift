import Tickets

/// What some agents are to all tickets that ask for the same.
struct Fit {
    /// What each agent lacks of the best possible score, in points of weight × factor; the load is not in it.
    var lacks: [Int32]
    /// Why each agent cannot take them: a bit for each reason.
    var refusals: [UInt16]

    init(lacks: [Int32], refusals: [UInt16]) {
        self.lacks = lacks
        self.refusals = refusals
    }

    /// Nothing asked, nothing forbidden.
    init(count: Int) {
        self.init(lacks: [Int32](repeating: 0, count: count), refusals: [UInt16](repeating: 0, count: count))
    }

    mutating func add(_ other: Fit) {
        for place in lacks.indices {
            lacks[place] += other.lacks[place]
            refusals[place] |= other.refusals[place]
        }
    }
}

/// What tickets may have in common.
struct Claim: Hashable {
    private let category: Tickets.Category?
    private let language: String?
    private let country: String?
    private let place: Place?
    private let region: String?
    private let certification: String?
    private let minimumLevel: ServiceLevel?
    private let team: String?

    init(_ need: TicketNeed, region: String?) {
        category = need.category
        language = need.language
        country = need.country
        place = need.place
        self.region = region
        certification = need.certification
        minimumLevel = need.minimumLevel
        team = need.team
    }

    var parts: [Part] {
        [.presence, .category(category), .language(language), .place(country, place), .level(minimumLevel)]
            + [region.map(Part.region), certification.map(Part.certification), team.map(Part.team)].compactMap { $0 }
    }
}

/// One thing that tickets may have in common, on which some factors and reasons hang.
enum Part: Hashable {
    case presence
    case category(Tickets.Category?)
    case language(String?)
    case place(String?, Place?)
    case level(ServiceLevel?)
    case region(String)
    case certification(String)
    case team(String)
}

extension RejectionReason {
    /// Its bit in ``Fit/refusals``.
    var bit: UInt16 {
        switch self {
        case .away: 1 << 0
        case .offShift: 1 << 1
        case .wrongTeam: 1 << 2
        case .noSkill: 1 << 3
        case .noLanguage: 1 << 4
        case .wrongRegion: 1 << 5
        case .full: 1 << 6
        case .excluded: 1 << 7
        case .onLeave: 1 << 8
        case .residency: 1 << 9
        case .notCertified: 1 << 10
        case .levelTooLow: 1 << 11
        case .wasSilent: 1 << 12
        }
    }
}
