/// Why a time zone could not be read.
public enum ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not of the form `Area/City`.
    case badIdentifier(String)
    /// There is no such file in the zone folder; a retry helps after tzdata is installed.
    case notFound(String, folder: String)
    /// The file is not a TZif file of version 2 or later without leap seconds.
    case unreadable(String, reason: String)

    /// What was tried and what to do.
    public var description: String {
        switch self {
        case .badIdentifier(let name): "time zone '\(name.prefix(80))' is no IANA name; write one such as Europe/Berlin"
        case .notFound(let name, let folder):
            "time zone '\(name)' is not in \(folder); check the spelling or install the package tzdata"
        case .unreadable(let name, let reason):
            "time zone file '\(name)' cannot be used: \(reason); reinstall the package tzdata"
        }
    }
}
