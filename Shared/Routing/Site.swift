/// One site of the service network, as facts.
public struct Site: Hashable, Sendable, Codable {
    /// Key, such as `hamburg`.
    public let id: String
    /// How much it can do.
    public var level: ServiceLevel
    /// ISO 3166 code of the country it is in.
    public var country: String?
    /// Where it is.
    public var place: Place?
    /// Region whose rules of data residency hold there, such as `EU`.
    public var region: String?
    /// Name of the partner company that runs it with us; its people are partners.
    public var dealer: String?

    /// A site.
    public init(
        id: String,
        level: ServiceLevel,
        country: String? = nil,
        place: Place? = nil,
        region: String? = nil,
        dealer: String? = nil
    ) {
        self.id = id
        self.level = level
        self.country = country
        self.place = place
        self.region = region
        self.dealer = dealer
    }
}
