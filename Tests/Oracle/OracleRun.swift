/// Puts cases to oracle and product and counts.
struct OracleRun: Sendable {
    let seed: UInt64
    let zones: OracleZones

    /// Asks for a range of cases; hands each mismatch over as it is found.
    func run(_ numbers: Range<Int>, found: (Mismatch) -> Void) {
        let maker = CaseMaker(seed: seed, zones: zones)
        for number in numbers {
            if let mismatch = Mismatch(maker.make(number), seed: seed) { found(mismatch) }
        }
    }
}
