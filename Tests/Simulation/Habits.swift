import Harness
import FoundationEssentials
import Proving
import Tickets

/// What people do next, and after how long; pure but for the chance that is given.
enum Habits {
    /// What an agent does with an open ticket.
    enum Move: Sendable, Equatable {
        case reply
        case ask
        case wait(PauseReason)
        case propose
        case resolve
    }

    /// The next move of an agent who has acted so many times on a ticket.
    static func move(after turns: Int, _ chance: inout Seeded) -> Move {
        let die = Double.random(in: 0..<1, using: &chance)
        guard turns < 6 else { return .resolve }
        let shares: [(Double, Move)] =
            turns == 0
            ? [(0.42, .reply), (0.66, .ask), (0.80, .wait(reason(&chance))), (0.94, .propose), (1, .resolve)]
            : [(0.12, .reply), (0.24, .ask), (0.38, .wait(reason(&chance))), (0.78, .propose), (1, .resolve)]
        return shares.first { die < $0.0 }?.1 ?? .resolve
    }

    private static func reason(_ chance: inout Seeded) -> PauseReason {
        let reasons: [PauseReason] = [.parts, .parts, .parts, .supplier, .visit, .agreedDate]
        return reasons[Int.random(in: 0..<reasons.count, using: &chance)]
    }

    /// Minutes of work until an agent first looks at a new ticket: sooner when it presses.
    static func firstLook(_ tone: Arrival.Tone, _ chance: inout Seeded) -> Double {
        switch tone {
        case .dangerous: chance.around(12)
        case .urgent: chance.around(30)
        case .plain: chance.around(70, spread: 0.9)
        }
    }

    /// Minutes of work until an agent goes on with a ticket.
    static func nextLook(_ chance: inout Seeded) -> Double { chance.around(95, spread: 0.9) }

    /// When a customer comes to answering: within hours, when people are up there.
    static func answer(_ country: Country, from now: Date, hours: Double, _ chance: inout Seeded) -> Date {
        country.awake(now.addingTimeInterval(chance.around(hours) * 3_600), after: chance.around(40))
    }

    /// Most are content, some are not.
    static func score(_ chance: inout Seeded) -> Int {
        switch Double.random(in: 0..<1, using: &chance) {
        case ..<0.45: 5
        case ..<0.75: 4
        case ..<0.87: 3
        case ..<0.95: 2
        default: 1
        }
    }
}
