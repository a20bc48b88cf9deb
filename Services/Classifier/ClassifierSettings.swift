import FoundationEssentials
import Triage
import WorkerKit

/// What the classifier can be told.
struct ClassifierSettings: Sendable {
    /// Characters of a text that are looked at, from `AFTERSAIL_TRIAGE_CHARACTERS`: default 65,536, 1,000…1,000,000.
    let characters: Int
    /// The trained model from the file that `AFTERSAIL_TRIAGE_MODEL` names; nil without, and people decide what the rules do not.
    let model: TrainedModel?

    init(_ reader: inout SettingsReader) {
        characters = reader.whole(
            "AFTERSAIL_TRIAGE_CHARACTERS",
            "characters of a text that are looked at",
            default: 65_536,
            in: 1_000...1_000_000
        )
        let file = reader.optionalText(
            "AFTERSAIL_TRIAGE_MODEL",
            "file of the trained model; without one only rules decide"
        )
        do {
            model = try file.map { try TrainedModel(TextModel(contentsOf: $0)) }
        } catch {
            model = nil
            reader.refuse("AFTERSAIL_TRIAGE_MODEL", "a readable model file: \(error)")
        }
    }
}
