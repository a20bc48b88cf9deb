import FoundationEssentials
import Glibc
import Harness
import Proving
import Testing

/// From the older version to this one without a pause: `make upgrade-test REF=…` builds the older one.
@Suite("Upgrade", .serialized, .timeLimit(.minutes(12)))
struct UpgradeTests {
    /// Folder of the older executables, with its `ops` beside them.
    private static let older = ProcessInfo.processInfo.environment["AFTERSAIL_TEST_OLDER"]
    /// Listeners to what is new first, speakers last.
    private static let order = ["notifier", "survey", "sla-monitor", "dispatcher", "classifier", "intake"]

    @Test(
        "workers are replaced and put back under load, and nothing is lost or doubled",
        .enabled(if: older != nil, "AFTERSAIL_TEST_OLDER names no build of an older version: run `make upgrade-test`")
    )
    func replaced() async throws {
        let older = try #require(Self.older)
        let clock = ContinuousClock()
        let pipeline = try await olderSystem(older)
        for name in Pipeline.workers { try await start(name, 1, pipeline, executables: older) }
        let load = SteadyLoad(pipeline)
        async let posting: Void = load.run()
        try await work(100, pipeline)

        let begin = clock.now
        try commands([["migrate", "--dir", Self.folder("migrations")], ["topology", "apply"]], pipeline)
        // What older workers cannot read comes when the new ones are there.
        let setup = try SampleSetup.folder()
        try FileManager.default.removeItem(atPath: setup + "/routing-policy.yaml")
        try commands([["setup", "load", setup]], pipeline)
        let migrated = clock.now
        for (place, name) in Self.order.enumerated() {
            try await start(name, 2, pipeline)
            try await end(name, 1, pipeline)
            // Half old, half new, for a while.
            try await work(place == 2 ? 300 : 50, pipeline)
        }
        let replaced = clock.now
        try commands([["setup", "load", try SampleSetup.folder()]], pipeline)
        try await start("notifier", 3, pipeline, executables: older)
        try await end("notifier", 2, pipeline)
        try await work(100, pipeline)
        try await start("notifier", 4, pipeline)
        try await end("notifier", 3, pipeline)

        load.stop()
        try await posting
        let books = Books(pipeline: pipeline)
        try await books.settled(load.posted, told: ["sent"])
        try await books.balance(load.posted)
        #expect(await pipeline.number("SELECT count(*) AS n FROM parked_message") == 0)
        #expect(try await pipeline.stop().values.allSatisfy { $0 == 0 })
        let arrived = try pipeline.sink?.messageIDs() ?? []
        #expect(Set(arrived).count == arrived.count)
        print("upgrade: \(load.posted) tickets; schema", migrated - begin, "six workers", replaced - migrated)
    }

    /// The older version as it was installed: its own schema, topology and setup.
    private func olderSystem(_ older: String) async throws -> Pipeline {
        let (url, brokerURL) = try await TestBroker.offPool {
            (
                try Backup.emptyDatabase("upgrade_\(UInt32.random(in: 0...UInt32.max))", on: PrivatePostgres.shared),
                try PrivateRabbitMQ.shared.freshVirtualHost()
            )
        }
        return try await Pipeline.prepare(
            databaseURL: url,
            brokerURL: brokerURL,
            setup: try SampleSetup.folder(origin: older + "/ops/setup"),
            executables: older
        )
    }

    private func commands(_ commands: [[String]], _ pipeline: Pipeline) throws {
        for command in commands {
            let run = try pipeline.command(command)
            #expect(run.status == 0, "\(command): \(run.output)")
        }
    }

    private func start(_ name: String, _ replica: Int, _ pipeline: Pipeline, executables: String? = nil) async throws {
        try pipeline.spawn(name, replica, executables: executables)
        try await pipeline.untilReady(name, replica)
    }

    /// As an orchestrator ends a process: SIGTERM, and it goes in order.
    private func end(_ name: String, _ replica: Int, _ pipeline: Pipeline) async throws {
        pipeline.process(name, replica)?.signal(SIGTERM)
        try await eventually("\(name) \(replica) ends", within: .seconds(20)) { !pipeline.isRunning(name, replica) }
        #expect(pipeline.process(name, replica)?.exitStatus == 0)
    }

    /// Lets that many tickets more come through.
    private func work(_ count: Int, _ pipeline: Pipeline) async throws {
        let before = await pipeline.number("SELECT count(*) AS n FROM assignment") ?? 0
        try await eventually("\(count) tickets more", within: .seconds(120)) {
            await pipeline.number("SELECT count(*) AS n FROM assignment") ?? 0 >= before + count
        }
    }

    private static func folder(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ops/\(name)").path
    }
}
