import Contracts

/// What one worker listens to: its queues, most urgent first, and the messages that reach them.
public struct Inbox: Sendable, Equatable {
    /// A queue and the lane pattern that feeds it.
    public struct Queue: Sendable, Equatable {
        /// Name on the broker.
        public let name: String
        /// First word of the routing key: a lane, or `*` for all of them.
        public let lane: String
    }

    /// The worker, such as `sla-monitor`.
    public let worker: String
    /// Its queues, most urgent first.
    public let queues: [Queue]
    /// Names of the messages it handles.
    public let messages: [String]

    /// A worker whose messages are all alike in urgency.
    init(_ worker: String, _ messages: [any Message.Type]) {
        self.worker = worker
        queues = [Queue(name: "\(worker).events", lane: "*")]
        self.messages = messages.map { $0.name }
    }

    /// A worker with a queue for every lane, so that urgent tickets overtake a flood.
    init(lanesOf worker: String, _ messages: [any Message.Type]) {
        self.worker = worker
        queues = ["urgent", "normal", "bulk"].map { Queue(name: "\(worker).\($0)", lane: $0) }
        self.messages = messages.map { $0.name }
    }

    /// What *classifier* hears.
    public static let classifier = Inbox(
        "classifier",
        [TicketOpenedV1.self, TicketMessageReceivedV1.self, TicketCorrectedV1.self]
    )

    /// What *dispatcher* hears.
    public static let dispatcher = Inbox(
        lanesOf: "dispatcher",
        [
            TicketClassifiedV1.self, SLABreachedV1.self, TicketResolvedV1.self, TicketClosedV1.self,
            TicketReopenedV1.self, TicketReassignRequestedV1.self, AgentAwayV1.self, AgentBackV1.self,
        ]
    )

    /// What *sla-monitor* hears.
    public static let slaMonitor = Inbox(
        "sla-monitor",
        [
            TicketMessageReceivedV1.self, TicketClassifiedV1.self, TicketRepliedV1.self,
            TicketWaitingV1.self, TicketResumedV1.self, TicketProposedV1.self, TicketObjectedV1.self,
            TicketResolvedV1.self, TicketClosedV1.self, TicketReopenedV1.self,
        ]
    )

    /// What *notifier* hears.
    public static let notifier = Inbox(
        lanesOf: "notifier",
        [
            SLAPromisedV1.self, TicketMessageReceivedV1.self, TicketAssignedV1.self, TicketReturnedV1.self,
            SLAWarnedV1.self, SLABreachedV1.self, SLAProgressDueV1.self, TicketRepliedV1.self,
            TicketProposedV1.self, TicketObjectedV1.self, TicketResolvedV1.self, TicketClosedV1.self,
            TicketReopenedV1.self, SurveyInvitedV1.self, SurveyLowScoreV1.self, NotificationSettleRequestedV1.self,
        ]
    )

    /// What *survey* hears.
    public static let survey = Inbox(
        "survey",
        [TicketResolvedV1.self, TicketReopenedV1.self, SurveyAnsweredV1.self]
    )

    /// Everybody who listens to events; intake has a queue of its own.
    public static let all = [classifier, dispatcher, slaMonitor, notifier, survey]
}
