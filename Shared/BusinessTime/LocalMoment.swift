public import FoundationEssentials

/// An instant with what a wall clock of one zone shows at it.
public struct LocalMoment: Codable, Hashable, Sendable {
    /// The instant.
    public let at: Date
    /// Wall-clock time with offset, `2026-11-23T09:00:00+01:00`; fractions of a second are cut.
    public let local: String
    /// English name of the local date's weekday.
    public let weekday: String

    /// The moment at which this instant is in a zone.
    public init(_ at: Date, in zone: Zone) {
        self.at = at
        let offset = zone.offset(at: at)
        let second = floorDivide(Microseconds(at).value, Microseconds.perSecond) + offset
        let day = floorDivide(second, 86_400)
        local = "\(CivilDate.text(day))T\(Self.clock(second - day * 86_400))\(Self.offset(offset))"
        weekday = Self.weekdays[CivilDate.weekday(day)]
    }

    /// English names from Monday on.
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// Date on the wall, `2026-11-23`.
    var date: String { String(local.prefix(10)) }

    /// Offset from Greenwich, `+01:00`.
    var offset: String { String(local.suffix(6)) }

    /// Time on the wall, with seconds where there are any.
    var time: String {
        let time = local.dropFirst(11).prefix(8)
        return String(time.hasSuffix(":00") ? time.prefix(5) : time)
    }

    /// `Mon 2026-11-23 09:00`.
    public var text: String { "\(weekday.prefix(3)) \(date) \(time)" }

    /// Both ends of a stretch, the second one short when it is on the same date; with offsets where they differ.
    static func range(_ from: LocalMoment, _ to: LocalMoment) -> String {
        let isShifted = from.offset != to.offset
        let begin = from.text + (isShifted ? " \(from.offset)" : "")
        let end = (from.date == to.date ? to.time : to.text) + (isShifted ? " \(to.offset)" : "")
        return "\(begin) to \(end)"
    }

    private static func clock(_ second: Int) -> String {
        [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }.joined(separator: ":")
    }

    private static func offset(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        return "\(seconds < 0 ? "-" : "+")\(CivilDate.padded(minutes / 60, 2)):\(CivilDate.padded(minutes % 60, 2))"
    }
}
