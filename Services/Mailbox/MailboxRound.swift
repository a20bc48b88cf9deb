import FoundationEssentials
import IMAP
import Postgres
import MailboxList
import Mutants
import WorkerKit

/// One look into a mailbox: every mail behind the cursor is recorded, one transaction a mail.
struct MailboxRound: Sendable {
    /// Processes that may die on a mail before it is kept unread.
    private static let mostStarts = 3
    /// Sessions that may end in the middle of a mail's fetch, having shown another, before it is left in the mailbox.
    private static let mostCuts = 3
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
        do {
            // A silent server is waited for longer than a process may take to end: so at once when it is told to.
            return try await withTaskCancellationHandler {
                try await handle(uid, behind: cursor)
            } onCancel: {
                Task { await giveBack(cursor) }
            }
        } catch {
            await giveBack(cursor)
            throw error
        }
    }

    /// Takes the start back, so that only one that its process did not survive stays counted.
    ///
    /// In a task of its own, because the process may be ending in order. With the database away nothing can be done here;
    /// whoever begins next sees that this process lives.
    private func giveBack(_ cursor: MailboxCursor) async {
        let (platform, name) = (keeper.platform, keeper.place.name)
        await Task {
            let epoch = platform.epoch
            try? await platform.turn { turn in turn.giveBack(name, at: cursor, epoch: epoch) }
        }.value
    }

    private func handle(_ uid: UInt32, behind cursor: MailboxCursor) async throws -> MailboxCursor {
        let place = keeper.place
        let epoch = keeper.platform.epoch
        let trial = try await keeper.platform.turn { turn in
            try await turn.begin(place.name, on: uid, at: cursor, epoch: epoch)
        }
        // Told to end before the start was there to be given back.
        try Task.checkCancellation()
        let filing =
            if trial.cuts >= Self.mostCuts, trial.lasting >= keeper.settings.patience {
                leave(uid, after: trial)
            } else {
                try await tryOut(uid, behind: cursor, trial)
            }
        if Mutant.cursorBeforeHandOver.isOn {
            try await keeper.platform.turn { try await $0.move(place.name, from: cursor, to: uid) }
        }
        let outcome = try await keeper.platform.turn { turn in
            try await turn.record(filing, of: place.name, behind: cursor)
        }
        keeper.tally.recorded(place.name, outcome)
        return MailboxCursor(uidValidity: cursor.uidValidity, lastUID: uid)
    }

    /// What is recorded of a mail that ends its session each time.
    private func leave(_ uid: UInt32, after trial: MailTrial) -> Filing {
        let words =
            "the connection broke off each time the mail server sent it, \(trial.cuts) times right after another mail had "
            + "come whole; it is left there: look at it by hand"
        return Filing(uid: uid, messageID: nil, sha256: nil, size: 0, outcome: .quarantined(reason: words))
    }

    /// Fetches a mail; one that broke off before, after another, which shows that the network is not to blame.
    ///
    /// With nothing else in the mailbox nothing waits behind it, and it is tried for ever.
    private func tryOut(_ uid: UInt32, behind cursor: MailboxCursor, _ trial: MailTrial) async throws -> Filing {
        let counts = trial.isTroubled ? try await canReadAnother(than: uid) : false
        do {
            return try await file(uid, isSuspect: trial.starts > Self.mostStarts)
        } catch let error as IMAPError where !Task.isCancelled {
            let name = keeper.place.name
            try await keeper.platform.turn { try await $0.noteCut(name, on: uid, at: cursor, counts: counts) }
            throw error
        }
    }

    private func canReadAnother(than uid: UInt32) async throws -> Bool {
        let others = try await session.uids(from: 1).filter { $0 != uid }
        // By chance, for the others may be no better.
        guard let other = others.randomElement() else { return false }
        do {
            let message = try await session.message(other, limit: 0)
            return message.map { _ in true } ?? false
        } catch {
            guard case .refused = error else { throw error }
            return false
        }
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
