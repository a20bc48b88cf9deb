/// Powers and logarithms, which FoundationEssentials does not have, in plain arithmetic: the same on every machine.
enum Exponential {
    /// e to the power of a number of at most 0; relative error under 1e-9.
    static func of(_ exponent: Double) -> Double {
        guard exponent > -700 else { return 0 }
        var halvings = 0
        var reduced = exponent
        while reduced < -0.25 {
            reduced /= 2
            halvings += 1
        }
        var term = 1.0
        var sum = 1.0
        for step in 1...10 {
            term *= reduced / Double(step)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }
}
