import ArgumentParser
import Broker
import Contracts
import Topology
import WorkerKit

/// The broker's exchanges and queues.
struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Makes or shows the broker's exchanges, queues and bindings.",
        subcommands: [Apply.self, Show.self]
    )

    /// Makes everything that is missing.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares every exchange, queue and binding; harmless when they exist as described."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let topology = Topology.standard
            let output = common.output
            output.progress("declaring \(topology.queues.count) queues")
            try await common.access.withTopology { link in
                do { try await link.apply(topology) } catch BrokerError.refused(code: 406, let reason) {
                    throw Failure(
                        .refused,
                        "something exists otherwise than described: \(reason); delete it once it is empty, then apply again"
                    )
                }
            }
            output.endProgress()
            output.done(
                "the topology is in place: \(topology.exchanges.count) exchanges, \(topology.queues.count) queues, "
                    + "\(topology.bindings.count) bindings",
                .object([
                    "bindings": .count(topology.bindings.count), "exchanges": .count(topology.exchanges.count),
                    "queues": .count(topology.queues.count),
                ])
            )
        }
    }

    /// Shows what is described and how full it is.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows the described queues and how full they are.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let queues = try await common.access.withTopology { try await QueueReading.all(on: $0) }
            common.output.rows(
                queues.map(\.value),
                [
                    Column("queue", "queue"), Column("exists", "exists"), Column("ready", "ready", alignsRight: true),
                    Column("consumers", "consumers", alignsRight: true), Column("bindings", "bindings", limit: 100),
                ],
                none: "no queue is described"
            )
        }
    }
}
