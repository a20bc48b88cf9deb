import WorkerKit

/// What the classifier can be told.
struct ClassifierSettings: Sendable {
    /// Characters of a text that are looked at, from `AFTERSAIL_TRIAGE_CHARACTERS`: default 65,536, 1,000…1,000,000.
    let characters: Int

    init(_ reader: inout SettingsReader) {
        characters = reader.whole(
            "AFTERSAIL_TRIAGE_CHARACTERS",
            "characters of a text that are looked at",
            default: 65_536,
            in: 1_000...1_000_000
        )
    }
}
