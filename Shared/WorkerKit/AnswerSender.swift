import Broker

/// Answers askers through the default exchange: at best effort, never in the way of the queue.
actor AnswerSender {
    /// Answers waiting above which further ones are dropped: their askers have the broker's confirm.
    private static let room = 2_000

    private let publisher: PublisherLink
    private var pending: [OutgoingMessage] = []
    private var isSending = false

    init(publisher: PublisherLink) {
        self.publisher = publisher
    }

    func send(_ answers: [Answer]) {
        guard !answers.isEmpty, pending.count < Self.room else { return }
        pending += answers.map { answer in
            var properties = Properties()
            properties.contentType = "application/json"
            properties.correlationID = answer.address.correlationID
            return OutgoingMessage(
                exchange: "",
                routingKey: answer.address.queue,
                properties: properties,
                body: answer.body,
                mandatory: false
            )
        }
        guard !isSending else { return }
        isSending = true
        Task { await sendAll() }
    }

    private func sendAll() async {
        while !pending.isEmpty {
            let batch = pending
            pending = []
            _ = await publisher.publish(batch, deadline: .seconds(5))
        }
        isSending = false
    }
}
