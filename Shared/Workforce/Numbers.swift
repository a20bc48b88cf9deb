/// Functions of analysis in plain arithmetic, so that a seed gives the same simulation on every machine.
enum Numbers {
    /// e to the power of a number.
    static func exponential(_ power: Double) -> Double {
        guard power > -709 else { return 0 }
        guard power < 709.78 else { return .infinity }
        // Near -1 the sum below would lose its digits.
        guard power >= 0 else { return 1 / exponential(-power) }
        // Halved until it is small, then squared as often.
        var halvings = 0
        var small = power
        while small.magnitude > 0.1 {
            small /= 2
            halvings += 1
        }
        // The sum of the series less one: nothing of a small power is lost beside the one.
        var term = small
        var sum = small
        for step in 2...14 {
            term *= small / Double(step)
            sum += term
        }
        for _ in 0..<halvings { sum = sum * (sum + 2) }
        return sum + 1
    }

    /// The natural logarithm of a number above zero.
    static func logarithm(_ number: Double) -> Double {
        guard number > 0, number.isFinite else { return number > 0 ? .infinity : -.infinity }
        var significand = number.significand
        var exponent = Double(number.exponent)
        if significand > 1.414_213_562_373_095 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = ratio
        for step in 1...14 {
            power *= square
            sum += power / Double(2 * step + 1)
        }
        return exponent * 0.693_147_180_559_945_3 + 2 * sum
    }
}
