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

    /// The natural logarithm of a positive number; absolute error under 1e-12.
    static func logarithm(of number: Double) -> Double {
        guard number > 0 else { return -700 }
        var mantissa = number.significand
        var exponent = Double(number.exponent)
        if mantissa > 1.5 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for step in 0..<20 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return 2 * sum + exponent * 0.693_147_180_559_945_3
    }
}
