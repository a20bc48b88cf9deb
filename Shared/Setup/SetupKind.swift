/// What a setup document is about; one document of each kind is in force at a time.
public enum SetupKind: String, Codable, CaseIterable, Hashable, Sendable {
    /// Teams and agents: ``Organisation``.
    case organisation
    /// Working hours: ``CalendarBook``.
    case calendars
    /// Targets: `BusinessTime.SLAPolicy`.
    case slaPolicy = "sla-policy"
    /// Weights of dispatch: `Routing.RoutingPolicy`.
    case routingPolicy = "routing-policy"
    /// Preset rules of classification: `Triage.TriageRules`.
    case triageRules = "triage-rules"
    /// Wording of messages: a ``TemplateBook``.
    case templates
    /// Numbers to look for in messages: `Triage.ExtractionPatterns`.
    case extraction
    /// Answers to simple questions: `Triage.ArticleBook`.
    case articles
}
