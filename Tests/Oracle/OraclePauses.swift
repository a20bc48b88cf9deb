/// Pauses `[from, to)` in seconds since 1970, in any order, one over the other; without an end for ever.
struct OraclePauses: Sendable {
    struct Pause: Sendable, Equatable {
        let from: Int
        let to: Int?
    }

    let all: [Pause]
    /// Whether no pause begins or ends within a minute.
    let areWholeMinutes: Bool
    /// From here on time stands still for good.
    let forever: Int

    init(_ all: [Pause]) {
        self.all = all
        areWholeMinutes = all.allSatisfy { $0.from % 60 == 0 && ($0.to ?? 0) % 60 == 0 }
        forever = all.lazy.filter { $0.to == nil }.map(\.from).min() ?? Int.max
    }

    func contains(_ second: Int) -> Bool {
        for pause in all where pause.from <= second && second < pause.to ?? Int.max { return true }
        return false
    }
}
