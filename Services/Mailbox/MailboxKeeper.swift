import FoundationEssentials
import IMAP
import Logging
import MailStore
import MailboxList
import Postgres
import WorkerKit

/// Reads one mailbox for as long as the process lives, if no other replica does.
struct MailboxKeeper: Sendable {
    /// First key of the advisory locks of mailboxes; the second is the hash of the name.
    private static let lockSpace: Int32 = 7021
    /// A standby looks again after this.
    private static let standby = Duration.seconds(2)

    let place: MailboxPlace
    let platform: Platform
    let desk: FilingDesk
    let settings: MailboxSettings
    let tally: MailboxTally

    func run() async {
        var backoff = MailboxBackoff()
        while !Task.isCancelled {
            do {
                guard let seat = try await takeSeat() else {
                    tally.stands(place.name, .standby)
                    await Pause.jittered(Self.standby)
                    continue
                }
                defer { Task { await seat.close() } }
                try await keep(seat) { backoff = MailboxBackoff() }
            } catch is CancellationError {
                return
            } catch {
                let pause = backoff.next(after: error)
                tally.failed(place.name, error)
                platform.log.warning(
                    "a mailbox cannot be read and is tried again",
                    [.mailbox: "\(place.name)", .reason: "\(Self.words(of: error))"]
                )
                await Pause.jittered(pause)
            }
        }
    }

    private static func words(of error: any Error) -> String {
        switch error {
        case let error as IMAPError: error.description
        case let error as MailStoreError: error.description
        case let error as CursorMoved: error.description
        default: Cause.text(of: error)
        }
    }

    private func takeSeat() async throws -> Session? {
        let session = try await platform.database.openSession()
        let rows = try await session.rows(
            "SELECT pg_try_advisory_lock($1, hashtext($2)) AS got",
            Self.lockSpace,
            place.name
        )
        if try rows.first.map({ row in try row("got") as Bool }) ?? false { return session }
        await session.close()
        return nil
    }

    private func keep(_ seat: Session, works: () -> Void) async throws {
        tally.stands(place.name, .reads)
        let session = try await IMAPSession.open(place.server, place.login)
        do {
            while !Task.isCancelled, seat.isAlive {
                try await MailboxRound(keeper: self, session: session, seat: seat).run()
                works()
                tally.looked(place.name)
                try await rest(session)
            }
            await session.logOut()
        } catch {
            await session.close()
            throw error
        }
    }

    private func rest(_ session: IMAPSession) async throws {
        if await session.offersIdle {
            _ = try await session.idle(atMost: settings.renewal)
        } else {
            await Pause.jittered(settings.poll)
        }
    }
}
