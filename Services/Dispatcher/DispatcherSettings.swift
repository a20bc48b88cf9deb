import WorkerKit

/// What this worker reads from the environment beside the platform's settings.
struct DispatcherSettings: Sendable {
    /// Team that takes tickets without a category.
    let dutyTeam: String

    init(_ reader: inout SettingsReader) {
        dutyTeam = reader.text(
            "AFTERSAIL_DUTY_TEAM",
            "id of the team that takes tickets without a category; while it has no active agent anybody may take them",
            default: "duty"
        )
    }
}
