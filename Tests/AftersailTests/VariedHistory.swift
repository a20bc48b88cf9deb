import Desk
import FoundationEssentials
import Postgres
import Tickets

/// Three weeks of tickets of all kinds under targets that change on the way, the same each time.
struct VariedHistory {
    private static let begin = Date(timeIntervalSince1970: 1_793_606_400)
    private static let tickets = 48

    private let stage: ClockStage
    private var random = SystemlessRandom(state: 7)

    init(_ stage: ClockStage) { self.stage = stage }

    func play() async throws {
        var history = self
        try await history.run()
    }

    private mutating func run() async throws {
        try await stage.set(Self.begin)
        try await stage.load([
            "policy.yaml": ClockSetup.policy(1, first: 240, resolution: 960), "calendars.yaml": ClockSetup.calendars(),
        ])
        var now = Self.begin
        for step in 0..<520 {
            now += Double(random.upTo(115) + 1) * 60
            try await stage.set(now)
            try await change(atStep: step)
            let opened = min(Self.tickets, step / 8 + 1)
            if step.isMultiple(of: 8), step / 8 < Self.tickets {
                try await open(opened)
            } else {
                try await act(on: random.upTo(opened) + 1)
            }
            if random.upTo(3) == 0 { try await stage.sweep() }
        }
        // What the ledger says without telling anybody stays unread.
        for number in 1...6 { try await stage.write(number, "progress_sent", by: "system:notifier") }
        try await stage.set(now + 3_600)
    }

    /// A stricter policy, a holiday, a policy that measures less, and one that measures all again.
    private func change(atStep step: Int) async throws {
        switch step {
        case 130:
            let teams = #"departments: { repair: { minutes: 300, measure: business } }, "#
            try await stage.load(["policy.yaml": ClockSetup.policy(2, first: 120, resolution: 480, more: teams)])
        case 220: try await stage.load(["calendars.yaml": ClockSetup.calendars(holidays: #""2026-11-16""#)])
        case 300: try await stage.load(["policy.yaml": ClockSetup.policy(3, first: nil, next: nil, resolution: 600)])
        case 400: try await stage.load(["policy.yaml": ClockSetup.policy(4, first: 180, resolution: nil)])
        default: break
        }
    }

    private mutating func open(_ number: Int) async throws {
        let country = ["DE", "PL", "FR", nil][random.upTo(4)]
        let priority = [1, 3, 4, nil][random.upTo(4)]
        try await stage.open(number, country: country, priority: priority, machine: number.isMultiple(of: 16))
        guard number.isMultiple(of: 9) else { return }
        try await stage.database.execute(
            """
            INSERT INTO notification (id, ticket_id, reason, template, audience, automatic, channel, language, subject,
                body, state)
            SELECT $1, $1, 'acknowledgement:' || $1::uuid::text, 'acknowledgement', 'customer', true, 'none', 'en', 's',
                'b', 'suppressed'
            """,
            ClockStage.id(number)
        )
    }

    /// Something that may happen to a ticket; what its status does not allow does not happen.
    private mutating func act(on number: Int) async throws {
        let reason = PauseReason.allCases[random.upTo(PauseReason.allCases.count)]
        do {
            switch random.upTo(15) {
            case 0, 1, 2: try await stage.desk(number) { try await $0.reply($1, "text") }
            case 3, 4: try await stage.desk(number) { try await $0.wait($1, for: reason) }
            case 5, 6: try await stage.desk(number) { try await $0.resume($1) }
            case 7: try await stage.desk(number) { try await $0.propose($1, "text") }
            case 8: try await stage.desk(number) { try await $0.object($1, "text") }
            case 9: try await stage.desk(number) { try await $0.resolve($1, "text") }
            case 10: try await stage.desk(number) { try await $0.close($1) }
            case 11: try await stage.desk(number) { try await $0.reopen($1) }
            case 12:
                try await stage.write(number, "customer_message", by: "customer")
                try await stage.follow(number)
            case 13:
                let team = ["repair", "sales"][random.upTo(2)]
                try await stage.write(number, "assigned", by: "system:dispatcher", data: #"{"team":"\#(team)"}"#)
                try await stage.follow(number)
            default:
                // No message tells sla-monitor of this.
                try await stage.write(number, "acknowledged", by: "system:notifier")
            }
        } catch is DeskError {}
    }
}

/// Numbers that look like chance and are the same each time.
struct SystemlessRandom {
    var state: UInt64

    mutating func upTo(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
