import Broker
import Contracts
import Topology
import WorkerKit

/// What the doctor asks the broker.
struct BrokerChecks: Sendable {
    let access: Access

    func run() async -> [Finding] {
        [Self.library(.installed)] + (await answers())
    }

    /// What the client library is; links refuse an old one, so this must be said without any.
    static func library(_ version: LibraryVersion) -> Finding {
        version >= .oldest
            ? .ok("library", "librabbitmq \(version)")
            : .warn(
                "library",
                "librabbitmq \(version), older than \(LibraryVersion.oldest)",
                "install librabbitmq4 0.11.0-1+deb12u3 or later; no link connects with an older one"
            )
    }

    private func answers() async -> [Finding] {
        do {
            return try await access.withTopology { link in
                try await [version(link)] + queues(link)
            }
        } catch {
            return [
                .fail(
                    "broker",
                    Failure(error)?.message ?? "\(error)",
                    "start RabbitMQ, or correct AFTERSAIL_BROKER_URL"
                )
            ]
        }
    }

    private func version(_ link: TopologyLink) async throws -> Finding {
        let version = try await link.serverVersion()
        let parts = version.split(separator: ".").compactMap { Int($0) }
        let isKnown = parts.count >= 2 && (parts[0], parts[1]) >= (3, 10)
        return isKnown
            ? .ok("broker", "RabbitMQ \(version)")
            : .fail("broker", "RabbitMQ \(version)", "quorum queues with delivery limits need 3.10 or later")
    }

    private func queues(_ link: TopologyLink) async throws -> [Finding] {
        let readings = try await QueueReading.all(on: link)
        let missing = readings.filter { $0.depth == nil }.map(\.queue.name)
        guard missing.isEmpty else {
            return [.fail("topology", "missing: \(missing.joined(separator: ", "))", "run `aftersail topology apply`")]
        }
        var findings: [Finding] = []
        for reading in readings {
            do { try await link.declare(reading.queue) } catch BrokerError.refused(code: 406, let reason) {
                findings.append(
                    .fail(
                        "topology",
                        reason,
                        "delete \(reading.queue.name) once it is empty, then `aftersail topology apply`"
                    )
                )
            }
        }
        if findings.isEmpty { findings = [.ok("topology", "\(readings.count) queues as described")] }
        return findings + Self.consumers(readings)
    }

    private static func consumers(_ readings: [QueueReading]) -> [Finding] {
        let waits = Set(Topology.waits.map { Topology.waitExchange(milliseconds: $0) })
        let unread = readings.filter { reading in
            reading.depth?.consumers == 0 && !waits.contains(reading.queue.name)
                && reading.queue.name != Topology.deadQueue
        }
        let dead = readings.first { $0.queue.name == Topology.deadQueue }?.depth?.ready ?? 0
        return [
            unread.isEmpty
                ? .ok("consumers", "every queue is read")
                : .warn(
                    "consumers",
                    "nobody reads \(unread.map(\.queue.name).joined(separator: ", "))",
                    "start the workers of these queues"
                ),
            .none(
                dead,
                "dead letters",
                "messages in \(Topology.deadQueue)",
                "they move to the parked messages while the sla-monitor runs"
            ),
        ]
    }
}
