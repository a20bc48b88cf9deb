import Contracts
import Topology
import WorkerKit

extension Dispatcher {
    /// Registers what the worker does; tests build the same.
    static func build(_ platform: Platform, _ settings: DispatcherSettings) {
        let setup = RoutingSetup(dutyTeam: settings.dutyTeam)
        let dispatching = Dispatching(setup: setup, tally: DispatchTally(platform.metrics))
        let bell = platform.sweep(with: DrainWaiting(dispatching: dispatching))
        let release = CapacityReturn(bell: bell)
        platform.sweep(with: WatchAgents(dispatching: dispatching, release: release))
        platform.watch(waitingGauges)
        platform.listen(to: .dispatcher)
        platform.handle(with: AssignClassified(dispatching: dispatching))
        platform.handle(with: ReleaseEnded<TicketResolvedV1>(release: release))
        platform.handle(with: ReleaseEnded<TicketClosedV1>(release: release))
        platform.handle(with: ResumeReopened(dispatching: dispatching))
        platform.handle(with: TakeBackFromAway(dispatching: dispatching))
        platform.handle(with: WelcomeBack(release: release))
        platform.handle(with: HandOver(dispatching: dispatching, release: release))
        platform.handle(with: Escalate(dispatching: dispatching, release: release))
    }

    private static let waitingGauges = WatchedGauges([
        WatchedGauges.Gauge(
            "aftersail_dispatcher_waiting_tickets",
            "Tickets that nobody can take now.",
            "(SELECT count(*) FROM waiting_ticket)"
        ),
        .seconds(
            "aftersail_dispatcher_waiting_oldest_seconds",
            "How long the longest of them has waited.",
            since: "SELECT min(since) FROM waiting_ticket"
        ),
    ])
}
