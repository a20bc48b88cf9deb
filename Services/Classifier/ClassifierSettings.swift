import FoundationEssentials
import Triage
import WorkerKit

/// What the classifier can be told.
struct ClassifierSettings: Sendable {
    /// Characters of a text that are looked at, from `AFTERSAIL_TRIAGE_CHARACTERS`: default 65,536, 1,000…1,000,000.
    let characters: Int
    /// File of the trained model, from `AFTERSAIL_TRIAGE_MODEL`: it decides while the database has no active one.
    let model: String?

    init(_ reader: inout SettingsReader) {
        characters = reader.whole(
            "AFTERSAIL_TRIAGE_CHARACTERS",
            "characters of a text that are looked at",
            default: 65_536,
            in: 1_000...1_000_000
        )
        model = reader.optionalText(
            "AFTERSAIL_TRIAGE_MODEL",
            "file of the trained model that decides while the database has no active one"
        )
        guard let model else { return }
        do {
            _ = try TrainedModel(TextModel(contentsOf: model))
        } catch {
            reader.refuse("AFTERSAIL_TRIAGE_MODEL", "a readable model file: \(error)")
        }
    }
}
