/// Bounds the work that the rules of one file may make, so that none keeps the loader busy.
///
/// A rule may look for centuries for a date that there is not, such as 30 February, so time is bounded, too.
final class RepetitionLimit {
    private static let most = 100_000
    private static let longest = Duration.seconds(2)

    private var count = 0
    private let begin = ContinuousClock.now

    /// Counts one more; false when the file has had its share.
    func allowsAnother() -> Bool {
        count += 1
        return count <= Self.most && ContinuousClock.now - begin < Self.longest
    }
}
