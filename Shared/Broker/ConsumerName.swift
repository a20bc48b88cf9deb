/// Which consumer of a link a tag on the wire names: a lane's own, or its relief.
struct ConsumerName: Equatable {
    let lane: Int
    let isRelief: Bool

    /// Nil for a tag that this link has not given.
    init?(_ tag: String, lanes: Int) {
        guard let number = Int(tag), number >= 0, number < 2 * lanes else { return nil }
        lane = number % lanes
        isRelief = number >= lanes
    }

    /// Tag of a lane's own consumer.
    static func own(_ lane: Int) -> String { String(lane) }

    /// Tag of a lane's relief.
    static func relief(_ lane: Int, lanes: Int) -> String { String(lane + lanes) }
}
