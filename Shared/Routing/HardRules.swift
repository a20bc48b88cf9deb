public import Tickets

/// What no score can outweigh, beside working hours, skills, languages and capacity; every part may be missing.
public struct HardRules: Hashable, Sendable, Codable {
    /// Whose data may be seen from where.
    public struct Residency: Hashable, Sendable, Codable {
        /// Region by the customer's ISO 3166 code.
        public var regions: [String: String]
        /// Regions whose customers are seen by nobody but the agents of the region.
        public var strict: Set<String>

        /// Rules of residency; those left out forbid nothing.
        public init(regions: [String: String] = [:], strict: Set<String> = []) {
            self.regions = regions
            self.strict = strict
        }

        /// Reads the JSON form.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            regions = try fields.decodeIfPresent([String: String].self, forKey: .regions) ?? [:]
            strict = try fields.decodeIfPresent(Set<String>.self, forKey: .strict) ?? []
        }
    }

    /// Which tickets want a certificate.
    public struct Certification: Hashable, Sendable, Codable {
        /// Certificate by what the ticket is about.
        public var categories: [Category: String]
        /// Certificate by how the product's model begins; counts before the category's, the longest beginning first.
        public var products: [String: String]

        /// Rules of certification; those left out forbid nothing.
        public init(categories: [Category: String] = [:], products: [String: String] = [:]) {
            self.categories = categories
            self.products = products
        }

        /// Reads the JSON form.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            categories = try fields.decodeIfPresent([Category: String].self, forKey: .categories) ?? [:]
            products = try fields.decodeIfPresent([String: String].self, forKey: .products) ?? [:]
        }
    }

    /// Whose data may be seen from where.
    public var residency: Residency
    /// Which tickets want a certificate.
    public var certification: Certification

    /// Hard rules; those left out forbid nothing.
    public init(residency: Residency = Residency(), certification: Certification = Certification()) {
        self.residency = residency
        self.certification = certification
    }

    /// Reads the JSON form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        residency = try fields.decodeIfPresent(Residency.self, forKey: .residency) ?? Residency()
        certification = try fields.decodeIfPresent(Certification.self, forKey: .certification) ?? Certification()
    }

    /// The certificate that a ticket wants of whoever takes it.
    public func certificate(for category: Category?, product: String?) -> String? {
        let model = product?.uppercased() ?? ""
        let line = certification.products.keys.filter { !$0.isEmpty && model.hasPrefix($0.uppercased()) }
            .max { ($0.count, $1) < ($1.count, $0) }
        return line.flatMap { certification.products[$0] } ?? category.flatMap { certification.categories[$0] }
    }
}
