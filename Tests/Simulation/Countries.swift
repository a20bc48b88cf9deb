import BusinessTime
import FoundationEssentials

/// Where customers live: how many of them, what they speak, and what time it is there.
struct Country: Sendable {
    let code: String
    /// Share of all tickets, in parts of the sum.
    let share: Double
    let language: String
    let zone: Zone

    /// Local wall-clock time as seconds since 1970.
    func local(_ instant: Date) -> Double { instant.timeIntervalSince1970 + Double(zone.offset(at: instant)) }

    /// Hour of the local day, with its fraction.
    func hour(_ instant: Date) -> Double { (local(instant).truncatingRemainder(dividingBy: 86_400)) / 3_600 }

    /// 0 on Mondays.
    func weekday(_ instant: Date) -> Int { (Int((local(instant) / 86_400).rounded(.down)) + 3) % 7 }

    /// How much of an average hour's tickets this hour brings: mornings of working days most, nights few.
    func rush(_ instant: Date) -> Double {
        Self.hours[Int(hour(instant)) % 24] / Self.meanHour * Self.days[weekday(instant)] / Self.meanDay
    }

    /// The instant itself when people are up (8 to 22 o'clock), else a while after the next morning's eight.
    func awake(_ instant: Date, after minutes: Double) -> Date {
        let hour = hour(instant)
        guard hour < 8 || hour >= 22 else { return instant }
        let wait = hour < 8 ? 8 - hour : 32 - hour
        return instant.addingTimeInterval(wait * 3_600 + minutes * 60)
    }

    private static let hours = [
        0.2, 0.15, 0.1, 0.1, 0.12, 0.2, 0.45, 1.0, 2.2, 3.2, 3.0, 2.4, 1.5, 1.7, 2.1, 1.9, 1.6, 1.2, 0.9, 0.8, 0.7, 0.6,
        0.4,
        0.3,
    ]
    private static let meanHour = hours.reduce(0, +) / 24
    private static let days = [1.3, 1.1, 1.05, 1.05, 0.95, 0.5, 0.35]
    private static let meanDay = days.reduce(0, +) / 7

    /// The sample exporter's customers.
    static func all() throws(ZoneError) -> [Country] {
        let rows: [(String, Double, String, String)] = [
            ("CN", 22, "zh", "Asia/Shanghai"), ("US", 17, "en", "America/Chicago"), ("DE", 14, "de", "Europe/Berlin"),
            ("ES", 8, "es", "Europe/Madrid"), ("MX", 5, "es", "America/Mexico_City"),
            ("BR", 9, "pt", "America/Sao_Paulo"),
            ("VN", 6, "vi", "Asia/Ho_Chi_Minh"), ("FR", 6, "fr", "Europe/Paris"), ("GB", 4, "en", "Europe/London"),
            ("AE", 4, "ar", "Asia/Dubai"), ("KE", 5, "en", "Africa/Nairobi"),
        ]
        var countries: [Country] = []
        for (code, share, language, zone) in rows {
            countries.append(
                Country(code: code, share: share, language: language, zone: try ZoneStore.system.zone(zone))
            )
        }
        return countries
    }
}
