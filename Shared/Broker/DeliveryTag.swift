/// Names one delivery on one channel.
public struct DeliveryTag: Sendable, Hashable {
    /// Which channel in the life of the link; a tag of an older one has no meaning any more.
    public var epoch: UInt32
    /// The broker's number on that channel, from 1.
    public var number: UInt64

    /// A tag made by hand, for tests of handlers.
    public init(epoch: UInt32, number: UInt64) {
        self.epoch = epoch
        self.number = number
    }
}
