import Contracts
import Topology
import WorkerKit

extension SLAMonitor {
    /// Registers what the worker does; tests build the same.
    static func build(_ platform: Platform, _ settings: SLAMonitorSettings) {
        let targets = TargetsInForce(patience: settings.setupPatience, log: platform.log)
        let bell = RelayedBell()
        let paces = PaceInForce()
        let follower = TicketFollower(
            targets: targets,
            promiseWait: settings.promiseWait,
            bell: bell,
            tally: SLATally(platform.metrics),
            paces: paces
        )
        platform.watch(SLATally.gauges)
        platform.listen(to: .slaMonitor)
        platform.handle(with: PassOpenings())
        platform.handle(with: FollowTicket<TicketMessageReceivedV1>(follower))
        platform.handle(with: FollowTicket<TicketClassifiedV1>(follower))
        platform.handle(with: FollowTicket<TicketRepliedV1>(follower))
        platform.handle(with: FollowTicket<TicketWaitingV1>(follower))
        platform.handle(with: FollowTicket<TicketResumedV1>(follower))
        platform.handle(with: FollowTicket<TicketProposedV1>(follower))
        platform.handle(with: FollowTicket<TicketObjectedV1>(follower))
        platform.handle(with: FollowTicket<TicketResolvedV1>(follower))
        platform.handle(with: FollowTicket<TicketClosedV1>(follower))
        platform.handle(with: FollowTicket<TicketReopenedV1>(follower))
        let second = RelayedBell()
        bell.connect(platform.sweep(with: TimerSweep(follower, lane: .first(calls: second))))
        second.connect(platform.sweep(with: TimerSweep(follower, lane: .second), onItsOwnLink: true))
        platform.sweep(with: WatchUnclassified(promiseWait: settings.promiseWait, bell: bell))
        platform.sweep(with: WatchAssignments(follower: follower))
        platform.sweep(with: RecountSweep(follower))
        platform.sweep(with: LearnPace(paces: paces))
        platform.sweep(with: SealSweep())
        platform.remove((.parked, settings.keepParked), (.processes, settings.keepProcesses))
        platform.drainDeadLetters()
    }
}
