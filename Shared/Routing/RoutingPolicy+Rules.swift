public import Tickets

extension RoutingPolicy {
    /// Minutes before a shift opens in which its agent may be given tickets; 0 for never.
    public var minutesAhead: Int { offShift == .never ? 0 : max(0, opensSoonMinutes) }

    /// Units of capacity that a ticket takes.
    public func weight(of category: Category?, _ priority: Priority) -> Int {
        weightOf?.weight(of: category, priority) ?? 1
    }

    /// The certificate that a ticket wants of whoever takes it.
    public func certificate(for category: Category?, product: String? = nil) -> String? {
        hard?.certificate(for: category, product: product)
    }

    /// The region of a ticket's customer when nobody but its own agents may see them.
    func strictRegion(of need: TicketNeed) -> String? {
        guard let residency = hard?.residency, !residency.strict.isEmpty else { return nil }
        let region = need.region ?? need.country.flatMap { residency.regions[$0] }
        return region.flatMap { residency.strict.contains($0) ? $0 : nil }
    }
}
