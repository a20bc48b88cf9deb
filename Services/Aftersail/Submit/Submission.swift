import Broker
import Contracts
import FoundationEssentials
import Topology

/// Publishes requests and collects intake's answers.
struct Submission {
    let access: Access
    let timeout: Duration
    let waits: Bool

    /// One result a request, in order; `progress` is told a count and what it counts.
    func run(
        _ requests: [SubmittedRequest],
        progress: (Int, String) -> Void
    ) async throws -> [SubmissionResult] {
        let publisher = PublisherLink(try access.brokerAddress("aftersail submits"))
        let replies = ConsumerLink(
            try access.brokerAddress("aftersail listens"),
            subscriptions: [.replies(prefetch: 1_000)]
        )
        await publisher.start()
        if waits { await replies.start() }
        let deadline = ContinuousClock.now + timeout
        do {
            let replyTo = waits ? try await replyQueue(of: replies) : nil
            var results = await publish(requests, replyTo: replyTo, on: publisher, progress)
            if waits { await collect(&results, from: replies, by: deadline, progress) }
            await close(publisher, replies)
            return results
        } catch {
            await close(publisher, replies)
            throw error
        }
    }

    private func close(_ publisher: PublisherLink, _ replies: ConsumerLink) async {
        await publisher.close()
        await replies.close()
    }

    private func replyQueue(of replies: ConsumerLink) async throws -> String {
        let alarm = Task {
            try await Task.sleep(for: timeout)
            await replies.close()
        }
        defer { alarm.cancel() }
        do {
            return try await replies.replyQueueName()
        } catch {
            guard error == .closed else { throw error }
            throw Failure(.serviceAway, replies.trouble?.description ?? "the broker does not answer")
        }
    }

    private func publish(
        _ requests: [SubmittedRequest],
        replyTo: String?,
        on publisher: PublisherLink,
        _ progress: (Int, String) -> Void
    ) async -> [SubmissionResult] {
        var results: [SubmissionResult] = []
        for start in stride(from: 0, to: requests.count, by: 500) {
            let batch = requests[start..<min(start + 500, requests.count)]
            let messages = batch.enumerated().map { message($0.element, start + $0.offset, replyTo) }
            let outcomes = await publisher.publish(messages, deadline: timeout)
            for (request, outcome) in zip(batch, outcomes) {
                let sent: SubmissionResult.Fate = waits ? .silent : .queued
                results.append(SubmissionResult(request: request, fate: outcome == .confirmed ? sent : .unsent))
            }
            progress(results.count, "sent")
        }
        return results
    }

    private func message(_ request: SubmittedRequest, _ number: Int, _ replyTo: String?) -> OutgoingMessage {
        let properties = Properties(
            contentType: "application/json",
            correlationID: String(number),
            replyTo: replyTo,
            type: IntakeRequestV1.name
        )
        return OutgoingMessage(
            exchange: Topology.intakeExchange,
            routingKey: "request",
            properties: properties,
            body: request.body
        )
    }

    private func collect(
        _ results: inout [SubmissionResult],
        from replies: ConsumerLink,
        by deadline: ContinuousClock.Instant,
        _ progress: (Int, String) -> Void
    ) async {
        let alarm = Task {
            try await Task.sleep(until: deadline, clock: .continuous)
            await replies.close()
        }
        defer { alarm.cancel() }
        var open = results.count { $0.fate == .silent }
        while open > 0, let batch = try? await replies.nextBatch(maxCount: 500, maxBytes: 4 << 20, linger: .zero) {
            for delivery in batch {
                guard let number = delivery.properties.correlationID.flatMap({ Int($0) }),
                    results.indices.contains(number),
                    results[number].fate == .silent,
                    let answer = try? WireJSON.decode(IntakeAnswerV1.self, from: delivery.body)
                else { continue }
                results[number].fate = Self.fate(answer)
                open -= 1
            }
            await replies.settle(batch.map { ($0.tag, .ack) })
            progress(results.count - open, "answered")
        }
    }

    private static func fate(_ answer: IntakeAnswerV1) -> SubmissionResult.Fate {
        guard answer.accepted, let ticket = answer.ticket else { return .refused(answer.errors ?? []) }
        return .accepted(ticket: ticket, duplicate: answer.duplicate ?? false)
    }
}
