/// A complete message from the wire, with the method that announced it.
struct Content: Sendable, Equatable {
    /// Why it came.
    enum Announcement: Sendable, Equatable {
        case delivery(consumer: String, number: UInt64, redelivered: Bool)
        case got(number: UInt64, redelivered: Bool)
        case returned(code: Int, reason: String)
    }

    var announcement: Announcement
    var exchange: String
    var routingKey: String
    var properties = Properties()
    var body: [UInt8] = []
    var oversize: Int?
}
