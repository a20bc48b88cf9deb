import Contracts
import FoundationEssentials
import Tickets

/// What a mail proves by tokens of ours, strongest first; pure.
///
/// Only keys of ours make a token that counts, so whoever shows one holds a mail of ours. Forged and damaged ones are nothing.
struct TokenEvidence: Sendable, Equatable {
    /// Tickets named in the addresses that it came to.
    var recipients: [UUID] = []
    /// Tickets named in what it answers, newest first.
    var references: [UUID] = []
    /// Tickets named in its text.
    var quoted: [UUID] = []
    /// The notification whose reader wants no more surveys.
    var declined: UUID?

    /// Most tickets of each kind.
    private static let limit = 5
    /// Newest references that are read; a thread's last mail of ours is among them.
    private static let referencesLimit = 40

    /// Tickets in the order in which they count.
    var tickets: [UUID] { recipients + references + quoted }

    init() {}

    init(_ request: IntakeRequest, _ tokens: ThreadTokens) {
        guard tokens.canMake, request.channel == .email else { return }
        let addresses = request.mailAddressees
        recipients = Self.distinct(addresses.lazy.compactMap { tokens.id(.reply, within: $0) })
        references = Self.distinct(
            request.inReplyTo.reversed().prefix(Self.referencesLimit).lazy.compactMap { tokens.id(.reply, within: $0) }
        )
        quoted = Array(tokens.ids(.reply, in: request.wholeText).prefix(Self.limit))
        // Who also answers something wants to be heard.
        if recipients.isEmpty { declined = addresses.lazy.compactMap { tokens.id(.noSurveys, within: $0) }.first }
    }

    private static func distinct(_ ids: some Sequence<UUID>) -> [UUID] {
        var distinct: [UUID] = []
        for id in ids where !distinct.contains(id) {
            distinct.append(id)
            if distinct.count == limit { break }
        }
        return distinct
    }
}
