import Contracts
import Setup

/// Refuses fields that a document does not have, so that a typing error is not silently ignored.
indirect enum SetupFields: Sendable {
    /// Not looked into.
    case anything
    /// An object of exactly these members, any of which may be missing.
    case object([String: SetupFields])
    /// Each value of a list or of an object with free names.
    case each(SetupFields)

    /// The fields of a kind; those with strict decoders of their own are not looked into.
    static func of(_ kind: SetupKind) -> SetupFields {
        switch kind {
        case .organisation: organisation
        case .calendars: calendars
        case .slaPolicy: slaPolicy
        case .routingPolicy: routingPolicy
        case .templates: templates
        case .triageRules, .extraction, .articles: .anything
        }
    }

    func problems(in value: JSONValue, at path: String = "") -> [SetupProblem] {
        switch (self, value) {
        case (.object(let fields), .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { name, content in
                let place = path.isEmpty ? name : "\(path).\(name)"
                guard let field = fields[name] else {
                    let known = fields.keys.sorted().joined(separator: ", ")
                    return [SetupProblem(place, "there is no field '\(name)' here; use one of \(known)")]
                }
                return field.problems(in: content, at: place)
            }
        case (.each(let field), .array(let values)):
            values.enumerated().flatMap { field.problems(in: $0.element, at: "\(path)[\($0.offset)]") }
        case (.each(let field), .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { field.problems(in: $0.value, at: "\(path).\($0.key)") }
        default: []
        }
    }

    private static func fields(_ names: String...) -> SetupFields {
        .object(Dictionary(uniqueKeysWithValues: names.map { ($0, .anything) }))
    }

    private static let organisation = SetupFields.object([
        "teams": .each(fields("id", "name", "lead", "manager")),
        "agents": .each(
            fields(
                "id",
                "name",
                "email",
                "language",
                "team",
                "calendar",
                "zone",
                "capacity",
                "skills",
                "languages",
                "countries",
                "site",
                "certifications",
                "regions",
                "exceptions"
            )
        ),
        "sites": .each(fields("id", "name", "level", "country", "latitude", "longitude", "region", "dealer")),
    ])

    private static let calendars = SetupFields.object([
        "standard": .anything, "countries": .anything,
        "calendars": .each(fields("tz", "hours", "holidays", "overrides")),
    ])

    private static let slaPolicy = SetupFields.object([
        "name": .anything, "version": .anything,
        "rules": .each(
            .object([
                "name": .anything,
                "match": fields("levels", "categories", "priorities", "countries", "channels", "contracts"),
                "targets": .object(
                    Dictionary(
                        uniqueKeysWithValues: [
                            "acknowledgement", "firstResponse", "nextResponse", "resolution", "progress",
                        ].map { ($0, slaTarget) } + [("departments", .each(slaTarget))]
                    )
                ),
                "warnShares": .anything,
                "escalation": .each(fields("role", "afterMinutes")),
            ])
        ),
    ])

    private static let slaTarget = SetupFields.object([
        "minutes": .anything, "measure": .anything, "conditions": fields("start", "pause", "stop", "cancel"),
    ])

    private static let routingPolicy = SetupFields.object([
        "version": .anything, "weights": .anything, "minimumSkill": .anything, "allowsTranslation": .anything,
        "opensSoonMinutes": .anything, "recorded": .anything, "offShift": .anything,
        "hard": .object([
            "residency": fields("regions", "strict"), "certification": fields("categories", "products"),
        ]),
        "weightOf": fields("categories", "priorities"),
        "handOver": fields(
            "silentMinutes",
            "absentMinutes",
            "followTheSun",
            "shiftEndMinutes",
            "continuous",
            "escalates"
        ),
    ])

    private static let templates = SetupFields.object(["templates": .each(fields("key", "language", "subject", "text"))]
    )
}
