import FoundationEssentials
import IMAP
import Postgres
import MailboxList
import WorkerKit

/// One look into a mailbox: every mail behind the cursor is recorded, one transaction a mail.
struct MailboxRound: Sendable {
    /// Processes that may die on a mail before it is kept unread.
    private static let mostStarts = 3
    let keeper: MailboxKeeper
    let session: IMAPSession
    let seat: Session

    func run() async throws {
        let place = keeper.place
        let shown = try await session.examine(place.folder)
        var cursor = try await keeper.platform.turn { turn in
            try await turn.lookedAt(place.name, uidValidity: shown.uidValidity)
        }
        for uid in try await session.uids(from: cursor.lastUID &+ 1) where uid > cursor.lastUID {
            try Task.checkCancellation()
            guard seat.isAlive else { throw PostgresError.closed }
            cursor = try await take(uid, behind: cursor)
        }
    }

    private func take(_ uid: UInt32, behind cursor: MailboxCursor) async throws -> MailboxCursor {
        let place = keeper.place
        let epoch = keeper.platform.epoch
        let starts = try await keeper.platform.turn { try await $0.begin(place.name, at: cursor, epoch: epoch) }
        let filing = try await file(uid, isSuspect: starts > Self.mostStarts)
        let outcome = try await keeper.platform.turn { turn in
            try await turn.record(filing, of: place.name, behind: cursor)
        }
        keeper.tally.recorded(place.name, outcome)
        return MailboxCursor(uidValidity: cursor.uidValidity, lastUID: uid)
    }

    private func file(_ uid: UInt32, isSuspect: Bool) async throws -> Filing {
        do {
            guard let message = try await session.message(uid, limit: keeper.settings.limit) else {
                return Filing(uid: uid, messageID: nil, sha256: nil, size: 0, outcome: .gone)
            }
            let now = Date()  // lint:clock stands in for a moment that the server did not tell
            return try await keeper.desk.file(message, account: keeper.place.account, at: now, isSuspect: isSuspect)
        } catch IMAPError.refused(_, let reason) {
            let words = "the mail server cannot show it (\(reason)); it is left there: look at it by hand"
            return Filing(uid: uid, messageID: nil, sha256: nil, size: 0, outcome: .quarantined(reason: words))
        }
    }
}
