import IMAP
import MailboxList

/// What a mailbox holds now, or why that cannot be told.
struct MailboxCensus: Sendable {
    let uidValidity: UInt32?
    let uids: [UInt32]
    let problem: String?

    static func take(of place: MailboxPlace) async -> MailboxCensus {
        do {
            let session = try await IMAPSession.open(place.server, place.login)
            do {
                let mailbox = try await session.examine(place.folder)
                let uids = try await session.uids(from: 1)
                await session.logOut()
                return MailboxCensus(uidValidity: mailbox.uidValidity, uids: uids, problem: nil)
            } catch {
                await session.close()
                throw error
            }
        } catch {
            return MailboxCensus(uidValidity: nil, uids: [], problem: "\(error)")
        }
    }
}
