import Broker
import Contracts

/// A handler with its message type erased: parcels in, verdicts out.
struct Route: Sendable {
    /// What a handler takes.
    enum Taking: Sendable, Equatable {
        /// Messages of one name, counted by the inbox.
        case messages(named: String)
        /// Whatever comes from one queue; the handler counts by receipts of its own.
        case everything(from: String)
    }

    /// What it takes.
    let taking: Taking
    let decide: @Sendable ([Parcel], Turn) async throws -> [Verdict]

    /// Messages of `handler`'s type, decoded; those that do not decode are parked alone.
    static func decoding<H: Handler>(_ handler: H) -> Route {
        Route(taking: .messages(named: H.Body.name)) { parcels, turn in
            var verdicts = [Verdict?](repeating: nil, count: parcels.count)
            var readable: [(index: Int, message: Received<H.Body>)] = []
            for (index, parcel) in parcels.enumerated() {
                do {
                    let body = try WireJSON.decode(H.Body.self, from: parcel.delivery.body)
                    readable.append((index, Received(body: body, envelope: parcel.envelope)))
                } catch {
                    verdicts[index] = .park(reason: "body is no \(H.Body.name): \(Cause.text(of: error))")
                }
            }
            guard !readable.isEmpty else { return verdicts.compactMap { $0 } }
            let decided = try await handler.decide(readable.map(\.message), in: turn)
            try VerdictMismatch.check(decided.count, readable.count, H.Body.name)
            for (entry, verdict) in zip(readable, decided) { verdicts[entry.index] = verdict }
            return verdicts.compactMap { $0 }
        }
    }

    /// Every message of a queue as bytes, whatever it claims to be.
    static func raw(_ handler: some RawHandler, from queue: String) -> Route {
        Route(taking: .everything(from: queue)) { parcels, turn in
            let batch = parcels.map { RawMessage($0) }
            let verdicts = try await handler.decide(batch, in: turn)
            try VerdictMismatch.check(verdicts.count, batch.count, "raw")
            return verdicts
        }
    }
}

/// A handler broke its contract; the batch is bisected and the culprit parked.
struct VerdictMismatch: Error {
    static func check(_ verdicts: Int, _ messages: Int, _ name: String) throws {
        guard verdicts == messages else { throw VerdictMismatch() }
    }
}
