public import Routing

extension Organisation {
    /// One site of the service network.
    public struct Site: Codable, Hashable, Sendable {
        /// Key, such as `hamburg`.
        public var id: String
        /// Name on screens.
        public var name: String
        /// How much it can do.
        public var level: ServiceLevel
        /// ISO 3166 alpha-2 code.
        public var country: String
        /// Degrees north, -90…90.
        public var latitude: Double
        /// Degrees east, -180…180.
        public var longitude: Double
        /// Region whose rules of data residency hold there, such as `EU`.
        public var region: String?
        /// Name of the partner company that runs it; every joint centre has one.
        public var dealer: String?

        /// A site.
        public init(
            id: String,
            name: String,
            level: ServiceLevel,
            country: String,
            latitude: Double,
            longitude: Double,
            region: String? = nil,
            dealer: String? = nil
        ) {
            self.id = id
            self.name = name
            self.level = level
            self.country = country
            self.latitude = latitude
            self.longitude = longitude
            self.region = region
            self.dealer = dealer
        }

        /// As dispatch sees it.
        public var facts: Routing.Site {
            Routing.Site(
                id: id,
                level: level,
                country: country,
                place: Place(latitude: latitude, longitude: longitude),
                region: region,
                dealer: dealer
            )
        }
    }
}
