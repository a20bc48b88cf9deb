import Mail
import MailIntake
import MailStore
import MailboxList
import WorkerKit

extension Mailbox {
    /// Registers what the worker does; tests build the same.
    ///
    /// - Throws: `MailStoreError` when the store's folder cannot be used.
    static func build(_ platform: Platform, _ settings: MailboxSettings) throws {
        let own = OwnMail(addresses: settings.own.union(settings.places.map { $0.account.lowercased() }))
        let intake = MailIntake(own: own, staff: settings.staff)
        let store = try MailStore(
            at: settings.store.address,
            login: settings.store.login,
            region: settings.store.region,
            caFile: settings.store.caFile
        )
        let desk = FilingDesk(store: store, intake: intake)
        let tally = MailboxTally(platform.metrics, mailboxes: settings.places.map(\.name))
        for place in settings.places {
            let keeper = MailboxKeeper(place: place, platform: platform, desk: desk, settings: settings, tally: tally)
            platform.background { await keeper.run() }
        }
        guard store.isSwept else { return }
        let sweep = StoreSweep(store, keep: settings.keep, platform: platform)
        platform.background { await sweep.run() }
    }
}
