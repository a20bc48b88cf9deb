import FoundationEssentials
import Glibc

/// A zone's distance from UTC, asked of the C library minute by minute where it changes.
///
/// The C library reads Debian's tz database with its own code: nothing here knows the product's reader.
struct OracleZone: Sendable {
    /// The first minute the table knows: 1988-01-01, before every case and every pause.
    static let firstMinute = 567_993_600 / 60
    /// The minute after the last one the table knows: 2045-01-01.
    static let endMinute = 2_366_841_600 / 60
    /// No zone has changed twice within a day since 1988, so a change shows between two looks so far apart.
    private static let stride = 1440

    let name: String
    /// Minutes since 1970 at which a distance begins, ascending; the first is `firstMinute`.
    private(set) var starts: [Int] = []
    /// Minutes that the wall clock is ahead of UTC from the start at the same index on.
    private(set) var offsets: [Int] = []
    /// Whether every distance is a whole number of minutes; if not, the zone is left out.
    private(set) var isWholeMinutes = true

    /// Asks for the whole table; not while another thread asks, because the zone is a variable of the process.
    init(asking name: String) {
        self.name = name
        unsafe setenv("TZ", ":/usr/share/zoneinfo/\(name)", 1)
        tzset()
        var known = note(Self.offset(at: Self.firstMinute), from: Self.firstMinute)
        for look in Swift.stride(from: Self.firstMinute, to: Self.endMinute, by: Self.stride) {
            let end = min(look + Self.stride, Self.endMinute)
            let new = Self.offset(at: end)
            if new != known { known = note(new, from: Self.firstMinute(of: new, after: look, upTo: end)) }
        }
    }

    /// Halves the stretch in which the distance changes until one minute is left.
    private static func firstMinute(of offset: Int, after: Int, upTo: Int) -> Int {
        var before = after
        var since = upTo
        while since - before > 1 {
            let middle = (before + since) / 2
            if self.offset(at: middle) == offset { since = middle } else { before = middle }
        }
        return since
    }

    /// The instants, in seconds, at which the wall clock jumps.
    var changes: [Int] { starts.dropFirst().map { $0 * 60 } }

    /// The index of the distance that holds in a minute.
    func index(at minute: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= minute { low = middle } else { high = middle }
        }
        return low
    }

    @discardableResult
    private mutating func note(_ seconds: Int, from minute: Int) -> Int {
        starts.append(minute)
        offsets.append(seconds / 60)
        if seconds % 60 != 0 { isWholeMinutes = false }
        return seconds
    }

    /// Seconds that the C library's local time is ahead of UTC.
    private static func offset(at minute: Int) -> Int {
        var instant = time_t(minute * 60)
        var local = unsafe tm()
        unsafe localtime_r(&instant, &local)
        return unsafe local.tm_gmtoff
    }
}
