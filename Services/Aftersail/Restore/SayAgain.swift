import Contracts
import FoundationEssentials
import Postgres
import Tickets
import WorkerKit

/// Says again, from the tables, what workers may not have heard: a backup holds what was decided, the broker held what
/// was on its way.
///
/// Every listener looks at the ticket as it stands and knows what it has done, so what was heard before does nothing.
struct SayAgain: Sendable {
    /// Messages in one transaction.
    private static let most = 1_000

    let access: Access

    /// Everything recorded since, and all open tickets that lack a step; gives how many, by kind.
    func run(since: Date) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for source in AgainSource.all {
            let messages = try await access.read { database in
                try await database.rows(source.query, since).map { row in
                    (body: try source.message(row), lane: Lane(rawValue: try row("lane")) ?? .normal)
                }
            }
            for start in stride(from: 0, to: messages.count, by: Self.most) {
                let page = messages[start..<min(start + Self.most, messages.count)]
                try await access.change(as: "operator") { turn in
                    for message in page { try turn.emit(message.body, lane: message.lane) }
                }
            }
            if !messages.isEmpty { counts[source.name, default: 0] += messages.count }
        }
        return counts
    }
}
