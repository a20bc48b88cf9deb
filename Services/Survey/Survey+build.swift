import Topology
import WorkerKit

extension Survey {
    /// Registers the handlers; tests build the same worker.
    static func build(_ platform: Platform, _ settings: SurveySettings) {
        let bell = platform.sweep(with: InviteDueSurveys())
        platform.remove((.surveys, settings.keepSurveys))
        platform.listen(to: .survey)
        platform.handle(with: PlanSurveys(settings: settings, bell: bell))
        platform.handle(with: CancelSurveys())
        platform.handle(with: TakeAnswers())
    }
}
