/// A point on the earth, in degrees.
public struct Place: Hashable, Sendable, Codable {
    /// North of the equator, -90…90.
    public let latitude: Double
    /// East of Greenwich, -180…180.
    public let longitude: Double

    /// A point; degrees out of bounds are brought to the nearest bound.
    public init(latitude: Double, longitude: Double) {
        self.latitude = min(90, max(-90, latitude))
        self.longitude = min(180, max(-180, longitude))
    }

    /// Whole kilometres along the great circle, on a sphere of 6,371 km (IUGG mean radius).
    ///
    /// Made of sums, products and roots alone, which IEEE 754 defines to the last bit: every machine gets the same number.
    public func kilometres(to other: Place) -> Int {
        let (left, right) = (vector, other.vector)
        let (x, y, z) = (left.x - right.x, left.y - right.y, left.z - right.z)
        return Int((Self.arc(chordSquared: x * x + y * y + z * z) * 6_371).rounded())
    }

    private var vector: (x: Double, y: Double, z: Double) {
        let (north, east) = (Self.turn(latitude), Self.turn(longitude))
        return (north.cosine * east.cosine, north.cosine * east.sine, north.sine)
    }

    /// Sine and cosine of an angle up to a half turn, by their power series.
    private static func turn(_ degrees: Double) -> (sine: Double, cosine: Double) {
        let angle = degrees * .pi / 180
        var (sine, cosine, term) = (0.0, 0.0, 1.0)
        for power in 0..<30 {
            let signed = power % 4 < 2 ? term : -term
            if power.isMultiple(of: 2) { cosine += signed } else { sine += signed }
            term *= angle / Double(power + 1)
        }
        return (sine, cosine)
    }

    /// The angle over a chord of the unit circle: halved until chord and arc are one.
    private static func arc(chordSquared: Double) -> Double {
        var squared = min(4, chordSquared)
        for _ in 0..<24 { squared /= 2 + (4 - squared).squareRoot() }
        return squared.squareRoot() * Double(1 << 24)
    }
}
