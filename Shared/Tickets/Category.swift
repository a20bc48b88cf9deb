/// What a ticket is about.
public enum Category: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable, Sendable {
    /// It broke, stopped or shows an error.
    case technicalFault = "technical_fault"
    /// Defect of manufacture, wrong material, below specification.
    case productQuality = "product_quality"
    /// How to install, set, use or maintain.
    case usageQuestion = "usage_question"
    /// Delivery, tracking, customs, transit damage, missing parcel.
    case logistics
    /// Warranty terms, return, exchange, refund conditions, entitlement.
    case policy
    /// Order, wait for or replace a part.
    case sparePart = "spare_part"
    /// Invoice, payment, price, tax papers.
    case billing
    /// Dissatisfaction with service or people, repeated failure, threat to leave or to publish.
    case complaint
    /// Greeting, spam, job, partnership, thanks, test.
    case other
}
