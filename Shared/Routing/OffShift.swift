/// Whether tickets may go to people outside their working hours.
public enum OffShift: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nobody gets a ticket off shift.
    case never
    /// Those whose shift opens within ``RoutingPolicy/opensSoonMinutes`` may.
    case openingSoon
    /// Anybody may who is not on leave; the factor `shift` still prefers those at work.
    case always
}
