import Topology
import WorkerKit

extension Intake {
    /// Registers what the worker does; tests build the same.
    ///
    /// Without numbering, which the reader has refused by then, there is nothing to do.
    static func build(_ platform: Platform, _ settings: IntakeSettings) {
        guard let numbering = settings.numbering else { return }
        if settings.isDevelopmentKey {
            platform.log.warning(
                "ticket numbers follow the public development key: set AFTERSAIL_TICKET_KEY before going live"
            )
        }
        platform.remove((.quarantine, settings.keepQuarantine))
        let tally = IntakeTally(platform.metrics)
        platform.handleEverything(
            from: Topology.intakeQueue,
            with: AcceptRequests(numbering: numbering, tokens: settings.tokens, tally: tally)
        )
    }
}
