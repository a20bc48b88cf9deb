import Harness
import Glibc
import Proving

/// e to the power of a number.
func exponential(_ power: Double) -> Double { exp(power) }

extension Seeded {
    /// True in so many of all cases.
    mutating func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

    /// A time whose half of all cases are shorter: often a little less, seldom very much more.
    mutating func around(_ median: Double, spread: Double = 0.7) -> Double {
        // The normal deviate of Box and Muller.
        let radius = (-2 * log(Double.random(in: Double.ulpOfOne..<1, using: &self))).squareRoot()
        let deviate = radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &self))
        return median * exp(spread * min(max(deviate, -2.5), 2.5))
    }
}
