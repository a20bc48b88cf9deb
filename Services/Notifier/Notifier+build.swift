import Contracts
import Logging
import SMTP
import Setup
import Topology
import Triage
import WorkerKit
import Wording

extension Notifier {
    /// Registers what the worker does; tests build the same.
    ///
    /// - Throws: `WordingError` when the built-in wording is broken.
    static func build(_ platform: Platform, _ settings: NotifierSettings) throws {
        if settings.isDevelopmentKey {
            platform.log.warning(
                "survey links are signed with the public development key: set AFTERSAIL_LINK_KEY before going live",
                [.setting: "AFTERSAIL_LINK_KEY"]
            )
        }
        let tally = NotifierTally(platform.metrics)
        let bell = registerMailRoom(platform, settings, tally)
        let builtIn = try TemplateCatalogue(BuiltInWording.templates)
        let composer = Composer(
            templates: SetupCache(.templates, of: TemplateBook.self, standard: builtIn) { book in
                try TemplateCatalogue(book.templates)
            },
            builtIn: builtIn,
            articles: SetupCache(.articles, of: ArticleBook.self, standard: [:]) { $0.byName },
            letterhead: settings.letterhead,
            links: settings.links,
            budgets: settings.budgets,
            bell: bell,
            tally: tally,
            log: platform.log
        )
        platform.remove(
            (.mailTexts, settings.keepMailTexts),
            (.suppressions, settings.keepSuppressions),
            (.mailBudgets, settings.keepMailBudgets)
        )
        platform.listen(to: .notifier)
        registerHandlers(platform, composer)
        platform.handle(with: SettleNotifications(bell: bell))
    }

    private static func registerMailRoom(_ platform: Platform, _ settings: NotifierSettings, _ tally: NotifierTally)
        -> Bell
    {
        let provider: any MailProvider = settings.relay.map { SMTPSender($0) } ?? RecordingProvider()
        let mailRoom = MailRoom(platform, provider: provider, letterhead: settings.letterhead, tally: tally)
        let bell = platform.sweep(with: ClaimMails(mailRoom: mailRoom))
        platform.sweep(with: RecoverMails(mailRoom: mailRoom, bell: bell, log: platform.log))
        platform.background { await mailRoom.run(ringing: bell) }
        platform.watch(mailGauges)
        return bell
    }

    private static let mailGauges = WatchedGauges([
        .seconds(
            "aftersail_mails_overdue_seconds",
            "How long the mail that should have gone first is overdue.",
            since: "SELECT min(due_at) FROM mail_queue WHERE epoch IS NULL"
        ),
        WatchedGauges.Gauge(
            "aftersail_mails_waiting_for_budget",
            "Mails that wait for room in the budget of their domain or of all automatic mail.",
            "(SELECT sum(used) FROM mail_budget WHERE scope = 'overall' AND name = '' AND window_at > aftersail.now())"
        ),
    ])

    private static func registerHandlers(_ platform: Platform, _ composer: Composer) {
        platform.handle(with: Announce(SLAPromisedV1.self, composer))
        platform.handle(with: AnnounceMessages(composer: composer))
        platform.handle(with: Announce(TicketAssignedV1.self, composer))
        platform.handle(with: Announce(TicketReturnedV1.self, composer))
        platform.handle(with: Announce(TicketRepliedV1.self, composer))
        platform.handle(with: Announce(TicketProposedV1.self, composer))
        platform.handle(with: Announce(TicketObjectedV1.self, composer))
        platform.handle(with: Announce(TicketResolvedV1.self, composer))
        platform.handle(with: Announce(TicketClosedV1.self, composer))
        platform.handle(with: Announce(TicketReopenedV1.self, composer))
        platform.handle(with: Announce(SLAWarnedV1.self, composer))
        platform.handle(with: Announce(SLABreachedV1.self, composer))
        platform.handle(with: Announce(SLAProgressDueV1.self, composer))
        platform.handle(with: Announce(SurveyInvitedV1.self, composer))
        platform.handle(with: Announce(SurveyLowScoreV1.self, composer))
    }
}
