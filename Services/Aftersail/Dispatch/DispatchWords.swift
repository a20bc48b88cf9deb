/// Codes of dispatch in words.
enum DispatchWords {
    /// Why somebody could not take a ticket.
    static func reason(_ code: String) -> String { reasons[code] ?? code.replacing("_", with: " ") }

    /// Why an assignment ended.
    static func ending(_ code: String) -> String { endings[code] ?? code.replacing("_", with: " ") }

    /// Why a ticket stayed although a rule wanted to move it.
    static func keeping(_ code: String) -> String { keepings[code] ?? code.replacing("_", with: " ") }

    private static let reasons = [
        "away": "signed off", "off_shift": "off shift", "wrong_team": "of another team", "no_skill": "lacks the skill",
        "no_language": "does not speak the language", "wrong_region": "does not serve the country",
        "full": "no capacity left", "excluded": "not to get it again", "on_leave": "on leave",
        "residency": "may not see customers of that region", "not_certified": "lacks the certificate",
        "level_too_low": "of too low a level of service", "was_silent": "was silent about it before",
    ]

    private static let endings = [
        "resolved": "it was solved", "closed": "it was closed", "away": "taken back, the agent is away",
        "silent": "taken back, no sign of life in the policy's time", "reassigned": "a person gave it to somebody else",
        "escalated": "escalated to a higher level of service", "handed_over": "handed over to another team",
        "shift_end": "handed on at the end of the shift",
    ]

    private static let keepings = [
        "away": "the agent is away", "silent": "no sign of life in the policy's time",
        "shift_end": "the shift of its agent ends", "escalated": "it was escalated",
        "nobody_else": "nobody else could ever take it", "nobody_on_shift": "nobody on shift can take it now",
        "no_higher_level": "nobody of a higher level of service can take it now",
    ]
}
