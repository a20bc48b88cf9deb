extension ExtractionPattern {
    /// Everything that is wrong with the pattern by itself.
    func problems() -> [ExtractionError] {
        var found: [ExtractionError] = []
        func require(_ holds: Bool, _ field: String, _ expected: String) {
            if !holds { found.append(problem(field, expected)) }
        }
        require(Self.isName(id, "._-0123456789", 64), "id", "1 to 64 of a-z, 0-9, dot, dash and underscore")
        require(Self.isName(kind, "_", 32), "kind", "1 to 32 of a-z and underscore, such as order_number")
        require(labels.count <= 200, "labels", "at most 200 labels")
        for label in labels {
            require(Label(label) != nil, "labels", "1 to 60 letters or digits, a star only at the end; not '\(label)'")
        }
        require((1...200).contains(within), "within", "1 to 200 characters")
        require((0...32).contains(checkSkip), "checkSkip", "0 to 32 letters and digits")
        require(checkSkip == 0 || checkDigit != nil, "checkSkip", "a checkDigit beside it")
        do {
            found += problems(of: try PatternPositions(PatternParser.parse(pattern)))
        } catch {
            found.append(problem("pattern", error.expected))
        }
        return found
    }

    /// A problem of this pattern.
    func problem(_ field: String, _ expected: String) -> ExtractionError {
        .invalid(pattern: id, field: field, expected: expected)
    }

    private func problems(of positions: PatternPositions) -> [ExtractionError] {
        var found: [ExtractionError] = []
        func require(_ holds: Bool, _ expected: String) {
            if !holds { found.append(problem("pattern", expected)) }
        }
        let extent = positions.extent
        require(extent.upperBound <= PatternAutomaton.longest, "matches of at most \(PatternAutomaton.longest) signs")
        require(extent.lowerBound >= 2, "matches of at least 2 signs")
        if labels.isEmpty {
            require(!positions.takesPlainWords, "a digit (d) in each match, or labels: it would take plain words")
            require(
                (positions.fewestDigitsAlone ?? 6) >= 6,
                "6 digits or more where no letter stands, or labels: short numbers are everywhere"
            )
        }
        if let checkDigit, !checkDigit.takesLetters {
            require(
                !positions.mayHaveLetters(behind: checkSkip),
                "digits only, since \(checkDigit.rawValue) knows no letters; let checkSkip pass over letters at the beginning"
            )
        }
        do {
            if found.isEmpty { _ = try PatternAutomaton(positions) }
        } catch {
            found.append(problem("pattern", error.expected))
        }
        return found
    }

    private static func isName(_ text: String, _ signs: String, _ most: Int) -> Bool {
        (1...most).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || signs.utf8.contains($0) }
    }
}
