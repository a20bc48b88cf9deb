import WorkerKit

/// What the survey worker can be told.
struct SurveySettings: Sendable {
    /// Time from the resolution to the invitation, from `AFTERSAIL_SURVEY_DELAY`: default 24 h, 0…30 d.
    let delay: Duration
    /// Time from the invitation's due instant to its expiry, from `AFTERSAIL_SURVEY_EXPIRY`: default 14 d, 1 h…365 d.
    let expiry: Duration
    /// Time that unanswered surveys stay.
    let keepSurveys: Duration

    init(_ reader: inout SettingsReader) {
        delay = reader.duration(
            "AFTERSAIL_SURVEY_DELAY",
            "time from the resolution to the invitation",
            default: "24h",
            in: .zero...(.seconds(30 * 86_400))
        )
        expiry = reader.duration(
            "AFTERSAIL_SURVEY_EXPIRY",
            "time in which an invitation can be answered",
            default: "14d",
            in: .seconds(3_600)...(.seconds(365 * 86_400))
        )
        keepSurveys = reader.keep(.surveys)
    }
}
