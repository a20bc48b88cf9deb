import Digest
public import FoundationEssentials
public import Triage

/// Makes model files from texts; equal texts in equal order give equal bytes.
public enum ModelTrainer {
    /// Trains, calibrates on texts that were held out in turn, and returns the bytes of a model file.
    ///
    /// `progress` is called with the number of trainings done and to do. Throws ``TrainingError``; trying again does not help.
    public static func train(
        _ texts: [TrainingText],
        lexicon: ConceptLexicon = .empty,
        plan: TrainingPlan = TrainingPlan(),
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Data {
        let names = Set(texts.map(\.label)).sorted()
        try check(texts, names, plan)
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let labels = texts.map { numbers[$0.label] ?? 0 }
        let table = FeatureTable(texts, lexicon, plan)
        let folds = HoldingOut.folds(labels: labels, count: plan.folds)
        var scores = [[Float]](repeating: [], count: texts.count)
        for (done, held) in folds.enumerated() {
            progress(done, folds.count + 1)
            let others = folds.enumerated().filter { $0.offset != done }.flatMap(\.element).sorted()
            let machine = try Machine(table, weighted(others, texts), labels: labels, of: names.count, plan)
            for text in held { scores[text] = machine.scores(table[text]) }
        }
        let calibration = Calibration(scores: scores, labels: labels)
        let held = HeldOut(scores: scores, labels: labels, calibration: calibration, wanted: plan.wantedAccuracy)
        progress(folds.count, folds.count + 1)
        let machine = try Machine(table, weighted(Array(texts.indices), texts), labels: labels, of: names.count, plan)
        progress(folds.count + 1, folds.count + 1)
        return try file(machine, table, names, lexicon, calibration, held, plan, sum: checksum(of: texts))
    }

    /// The places of texts, each as often as it counts.
    private static func weighted(_ places: [Int], _ texts: [TrainingText]) -> [Int] {
        places.flatMap { repeatElement($0, count: texts[$0].weight) }
    }

    private static func check(_ texts: [TrainingText], _ names: [String], _ plan: TrainingPlan) throws(TrainingError) {
        guard names.count >= 2 else { throw .tooFewLabels }
        var counts: [String: Int] = [:]
        for text in texts { counts[text.label, default: 0] += 1 }
        for name in names where counts[name, default: 0] < plan.folds {
            throw .tooFewTexts(label: name, count: counts[name, default: 0], needed: plan.folds)
        }
    }

    private static func file(
        _ machine: Machine,
        _ table: FeatureTable,
        _ names: [String],
        _ lexicon: ConceptLexicon,
        _ calibration: Calibration,
        _ held: HeldOut,
        _ plan: TrainingPlan,
        sum: String
    ) throws -> Data {
        var largest = [Float](repeating: 0, count: names.count)
        for (place, weight) in machine.weights.enumerated() where table.rarities[place / names.count] > 0 {
            largest[place % names.count] = max(largest[place % names.count], abs(weight))
        }
        let scales = largest.map { $0 > 0 ? $0 / 127 : 1 }
        let steps = machine.weights.enumerated().map { place, weight in
            Int8(clamping: Int((weight / scales[place % names.count]).rounded()))
        }
        let header = TextModelHeader(
            labels: names,
            bits: plan.bits,
            scales: scales,
            biases: machine.biases,
            concepts: lexicon.concepts,
            languages: lexicon.languages,
            calibration: calibration,
            threshold: held.threshold,
            training: .init(
                texts: held.count,
                sha256: sum,
                heldOutAccuracy: held.accuracy,
                heldOutCoveredAccuracy: held.coveredAccuracy,
                heldOutCoverage: held.coverage
            )
        )
        return try TextModelFile.bytes(header: header, lexicon: lexicon, rarities: table.rarities, weights: steps)
    }

    private static func checksum(of texts: [TrainingText]) -> String {
        var digest = SHA256Digest()
        for text in texts {
            for part in [text.label, text.subject ?? "", text.body] { digest.update(Array(part.utf8) + [0]) }
            if text.weight > 1 { digest.update(Array("\(text.weight)".utf8) + [0]) }
        }
        return hex(digest.finish())
    }
}
