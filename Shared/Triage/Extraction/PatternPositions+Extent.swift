extension PatternPositions {
    /// Fewest and most signs of a match.
    var extent: ClosedRange<Int> {
        (whole(min) { _ in 1 } ?? 0)...(whole(max) { _ in 1 } ?? 0)
    }

    /// Whether words of letters alone would be taken: a match without digits in which at least one letter is not fixed.
    var takesPlainWords: Bool {
        let free = whole(max) { place in
            let others = signs[place].without(.digits)
            if others.isEmpty { return nil }
            return others.count > 1 && !others.isDisjoint(with: .letters) ? 1 : 0
        }
        return (free ?? 0) > 0
    }

    /// Digits of the shortest match that has no letters; `nil` when every match has one.
    var fewestDigitsAlone: Int? {
        whole(min) { place in
            let others = signs[place].without(.letters)
            if others.isEmpty { return nil }
            return others.isDisjoint(with: .digits) ? 0 : 1
        }
    }

    /// Most signs before the first digit of a match; `nil` when a match may have none.
    var mostBeforeDigit: Int? {
        let sums = sums(max) { signs[$0].without(.digits).isEmpty ? nil : 1 }
        var isNeeded = true
        ends.forEach { if sums[$0] != nil { isNeeded = false } }
        return isNeeded ? sums.compactMap { $0 }.max() : nil
    }

    /// Whether a letter may stand behind the first `skipped` letters and digits.
    func mayHaveLetters(behind skipped: Int) -> Bool {
        let most = sums(max) { signs[$0].isDisjoint(with: .either) ? 0 : 1 }
        return signs.indices.contains { place in
            !signs[place].isDisjoint(with: .letters) && (most[place] ?? 0) > skipped
        }
    }

    /// The best sum of costs over all ways through the pattern; `cost` is `nil` for places that may not be used.
    private func whole(_ better: (Int, Int) -> Int, _ cost: (Int) -> Int?) -> Int? {
        let sums = sums(better, cost)
        var best: Int?
        ends.forEach { place in
            guard let sum = sums[place] else { return }
            best = best.map { better($0, sum) } ?? sum
        }
        return best
    }

    /// The best sum of costs up to each place.
    private func sums(_ better: (Int, Int) -> Int, _ cost: (Int) -> Int?) -> [Int?] {
        var sums: [Int?] = [0] + Array(repeating: nil, count: signs.count - 1)
        for place in signs.indices {
            guard let before = sums[place] else { continue }
            follow[place].forEach { next in
                guard let own = cost(next) else { return }
                sums[next] = sums[next].map { better($0, before + own) } ?? before + own
            }
        }
        return sums
    }
}
