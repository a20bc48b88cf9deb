/// One request that the generator posts, as often as it takes.
struct Letter: Sendable {
    /// Number of the customer.
    let number: Int
    /// The channel's id of the message.
    let id: String
    let body: [UInt8]
    var isReply = false
    /// Posted although the broker has confirmed it already.
    var isRepeat = false
}
