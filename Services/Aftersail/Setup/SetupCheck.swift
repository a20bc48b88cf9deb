import BusinessTime
import Contracts
import FoundationEssentials
import Routing
import Setup
import Triage
import Wording

/// Everything that can be wrong with a set of files, before any of it is stored.
struct SetupCheck {
    let files: [SetupFile]
    /// Bodies in force of the kinds that the files leave alone.
    let inForce: [SetupKind: JSONValue]
    let now: Date

    /// Lines such as `organisation.yaml: agents[3].team: there is no team 'x'; …`.
    func complaints() -> [String] {
        files.flatMap { file in problems(of: file).map { "\(file.name): \($0)" } }
    }

    private func problems(of file: SetupFile) -> [SetupProblem] {
        let unknown = SetupFields.of(file.kind).problems(in: file.body)
        guard unknown.isEmpty else { return unknown }
        do {
            return try problemsInside(file)
        } catch let problem as SetupProblem {
            return [problem]
        } catch {
            return [SetupProblem("", "\(error)")]
        }
    }

    private func problemsInside(_ file: SetupFile) throws -> [SetupProblem] {
        switch file.kind {
        case .organisation: return try file.decoded(Organisation.self).problems(calendars: calendarNames())
        case .calendars: return try file.decoded(CalendarBook.self).problems(at: now) + orphans(file)
        case .routingPolicy: return try file.decoded(RoutingPolicy.self).problems()
        case .slaPolicy: try file.decoded(SLAPolicy.self).validate()
        case .triageRules: try file.decoded(TriageRules.self).validate()
        case .extraction: return try file.decoded(ExtractionPatterns.self).problems().map { SetupProblem("", "\($0)") }
        case .articles: try file.decoded(ArticleBook.self).validate()
        case .templates: _ = try TemplateCatalogue(file.decoded(TemplateBook.self).templates)
        }
        return []
    }

    /// Agents of the organisation in force whose calendar a new book would take away.
    private func orphans(_ file: SetupFile) throws -> [SetupProblem] {
        guard !files.contains(where: { $0.kind == .organisation }), let body = inForce[.organisation] else { return [] }
        let organisation = try SetupFile(name: "", kind: .organisation, body: body).decoded(Organisation.self)
        return organisation.problems(calendars: calendarNames()).filter { $0.path.hasSuffix(".calendar") }
    }

    /// Names that agents may use; nil while no calendars are known at all.
    private func calendarNames() -> Set<String>? {
        guard let body = files.first(where: { $0.kind == .calendars })?.body ?? inForce[.calendars] else {
            return [CalendarBook.alwaysName]
        }
        return Set(body["calendars"].members.keys).union([CalendarBook.alwaysName])
    }
}
