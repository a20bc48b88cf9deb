/// What a ticket is about.
public enum Category: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable, Sendable {
    /// Something does not work.
    case technicalFault = "technical_fault"
    /// The product itself is poor or damaged.
    case productQuality = "product_quality"
    /// How something is done.
    case usageQuestion = "usage_question"
    /// Delivery and shipping.
    case logistics
    /// Warranty, return, refund.
    case policy
    /// A part is wanted.
    case sparePart = "spare_part"
    /// Invoice and payment.
    case billing
    /// About the service itself.
    case complaint
    /// Anything else.
    case other
}
