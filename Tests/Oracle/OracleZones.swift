import FoundationEssentials
import Glibc
/// Every zone of the machine's database that counts whole minutes, each asked of the C library once.
struct OracleZones: Sendable {
    private let zones: [OracleZone]
    /// Zones left out because their clocks differed by seconds from whole minutes since 1988.
    let leftOut: [String]
    /// Greenwich, for time as the clock on the wall counts it.
    let utc: OracleZone

    var count: Int { zones.count }

    /// Reads the names of `tzdata.zi`, links among them; takes seconds.
    ///
    /// Sets the process's `TZ` meanwhile and takes it away afterwards.
    init(database: String = "/usr/share/zoneinfo") throws {
        let path = "\(database)/tzdata.zi"
        guard let file = FileManager.default.contents(atPath: path) else { throw OracleError.noZones(path) }
        let names = Self.names(String(decoding: file, as: UTF8.self))
        let asked = names.map(OracleZone.init(asking:))
        utc = OracleZone(asking: "Etc/UTC")
        unsafe unsetenv("TZ")
        tzset()
        zones = asked.filter(\.isWholeMinutes)
        leftOut = asked.filter { !$0.isWholeMinutes }.map(\.name)
    }

    func named(_ name: String) -> OracleZone? { zones.first { $0.name == name } }

    func pick(_ random: inout Seeded) -> OracleZone { random.pick(zones) }

    /// `Z NAME …` begins a zone, `L TARGET NAME` links one.
    private static func names(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z" where words.count > 1: return String(words[1])
            case "L" where words.count > 2: return String(words[2])
            default: return nil
            }
        }
        .sorted()
    }
}

/// Why the oracle cannot speak.
enum OracleError: Error, CustomStringConvertible {
    case noZones(String)

    var description: String {
        switch self {
        case .noZones(let path): "no zones in \(path); install Debian's tzdata"
        }
    }
}
