import BusinessTime
import FoundationEssentials
import Wording

/// Instants in words, on the clock of the place where most people of a country live.
///
/// The words name the offset, so a reader elsewhere is not misled.
enum CountryZones {
    /// An instant for a customer; UTC when the country is not known.
    static func text(_ date: Date, _ language: String, country: String?) -> String {
        text(date, language, zone: country.flatMap { zones[$0] })
    }

    /// An instant for somebody in an IANA zone; UTC when it is not known.
    static func text(_ date: Date, _ language: String, zone name: String?) -> String {
        let zone = name.flatMap { try? ZoneStore.system.zone($0) } ?? .utc
        return LocalizedInstant.text(date, language: language, utcOffsetSeconds: zone.offset(at: date))
    }

    /// IANA zone of the most populous part, by ISO 3166 alpha-2 code.
    private static let zones = [
        "AE": "Asia/Dubai", "AR": "America/Argentina/Buenos_Aires", "AT": "Europe/Vienna", "AU": "Australia/Sydney",
        "BE": "Europe/Brussels", "BG": "Europe/Sofia", "BO": "America/La_Paz", "BR": "America/Sao_Paulo",
        "CA": "America/Toronto", "CH": "Europe/Zurich", "CL": "America/Santiago", "CN": "Asia/Shanghai",
        "CO": "America/Bogota", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
        "DZ": "Africa/Algiers", "EC": "America/Guayaquil", "EG": "Africa/Cairo", "ES": "Europe/Madrid",
        "ET": "Africa/Addis_Ababa", "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London",
        "GH": "Africa/Accra", "GR": "Europe/Athens", "HK": "Asia/Hong_Kong", "HU": "Europe/Budapest",
        "ID": "Asia/Jakarta", "IE": "Europe/Dublin", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata",
        "IQ": "Asia/Baghdad", "IR": "Asia/Tehran", "IT": "Europe/Rome", "JO": "Asia/Amman", "JP": "Asia/Tokyo",
        "KE": "Africa/Nairobi", "KR": "Asia/Seoul", "KW": "Asia/Kuwait", "KZ": "Asia/Almaty", "LB": "Asia/Beirut",
        "MA": "Africa/Casablanca", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NG": "Africa/Lagos",
        "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland", "PE": "America/Lima",
        "PH": "Asia/Manila", "PK": "Asia/Karachi", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "QA": "Asia/Qatar",
        "RO": "Europe/Bucharest", "RS": "Europe/Belgrade", "RU": "Europe/Moscow", "SA": "Asia/Riyadh",
        "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "SK": "Europe/Bratislava", "TH": "Asia/Bangkok",
        "TN": "Africa/Tunis", "TR": "Europe/Istanbul", "TW": "Asia/Taipei", "TZ": "Africa/Dar_es_Salaam",
        "UA": "Europe/Kyiv", "US": "America/New_York", "UY": "America/Montevideo", "VE": "America/Caracas",
        "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
    ]
}
