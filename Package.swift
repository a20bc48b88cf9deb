// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: what Swift can check, it checks, and a warning stops the build.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(), .treatAllWarnings(as: .error),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A C library of Debian's: a module map and a shim, nothing else.
func cLibrary(_ name: String, _ pkgConfig: String? = nil, _ package: String? = nil) -> Target {
    .systemLibrary(
        name: name,
        path: "Shared/\(name)",
        pkgConfig: pkgConfig,
        providers: package.map { [.apt([$0])] }
    )
}

/// A module that services share.
func shared(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: needs, path: "Shared/\(name)", swiftSettings: house)
}

/// The same, optimised in debug builds, too: it reads texts letter by letter, some twenty thousand of them in a test.
func quick(_ name: String, _ needs: [Target.Dependency]) -> Target {
    .target(
        name: name,
        dependencies: needs,
        path: "Shared/\(name)",
        swiftSettings: house + [.unsafeFlags(["-O"])]
    )
}

/// An executable; its README is required reading, not code.
func service(_ name: String, _ needs: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: needs,
        path: "Services/\(name)",
        exclude: ["README.md"],
        swiftSettings: house
    )
}

/// Tests of one module, with the harness that starts real services.
func tests(_ name: String, _ needs: [Target.Dependency] = [], resources: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "Harness"] + needs,
        path: "Tests/\(name)Tests",
        exclude: resources,
        swiftSettings: house
    )
}

/// A worker: everything one can need is WorkerKit's; the rest it names.
func worker(_ name: String, _ needs: [Target.Dependency]) -> Target {
    service(name, ["WorkerKit", "Contracts", "Topology", "Tickets", "Postgres", log] + needs)
}

let package = Package(
    name: "aftersail",
    products: [
        .executable(name: "intake", targets: ["Intake"]),
        .executable(name: "classifier", targets: ["Classifier"]),
        .executable(name: "dispatcher", targets: ["Dispatcher"]),
        .executable(name: "sla-monitor", targets: ["SLAMonitor"]),
        .executable(name: "notifier", targets: ["Notifier"]),
        .executable(name: "survey", targets: ["Survey"]),
        .executable(name: "mailbox", targets: ["Mailbox"]),
        .executable(name: "aftersail", targets: ["Aftersail"]),
        // Not shipped: they prove and measure the others.
        .executable(name: "bench", targets: ["Bench"]),
        .executable(name: "chaos", targets: ["Chaos"]),
        .executable(name: "oracle", targets: ["Oracle"]),
        .executable(name: "simulation", targets: ["Simulation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // Linux's own calls, in C: their headers do not go with Swift's
        .target(name: "CLinux", path: "Shared/CLinux", cSettings: [.unsafeFlags(["-Wall", "-Werror"])]),
        // The C library's converter of character sets
        .target(name: "CIconv", path: "Shared/CIconv", cSettings: [.unsafeFlags(["-Wall", "-Werror"])]),

        // C libraries of Debian's
        cLibrary("CLibpq", "libpq", "libpq-dev"),
        cLibrary("CRabbitMQ", "librabbitmq", "librabbitmq-dev"),
        cLibrary("COpenSSL", "libcrypto", "libssl-dev"),
        cLibrary("CCurl", "libcurl", "libcurl4-openssl-dev"),
        // Without pkg-config, which would link three libraries of libical's that nobody needs.
        cLibrary("CICal", nil, "libical-dev"),
        cLibrary("CLinear", nil, "liblinear-dev"),

        // Faults on purpose, in debug builds only
        shared("Mutants"),

        // At the edge: one module a library
        shared("Reactor", ["CLinux"]),
        shared("Postgres", ["CLibpq", "Reactor"]),
        shared("Broker", ["CRabbitMQ", "CLinux", "Reactor", "Mutants"]),
        shared("MailLink", ["CCurl"]),
        shared("SMTP", ["MailLink", "Reactor"]),
        quick("IMAP", ["MailLink", "Reactor"]),
        shared("MailboxList", ["IMAP", "Yams"]),
        shared("Digest", ["COpenSSL"]),
        shared("Holidays", ["CICal", "BusinessTime"]),
        shared("MailStore", ["MailIntake", "Mail", "MailLink", "Digest"]),
        quick("TriageTraining", ["CLinear", "Triage", "Digest"]),

        // Pure cores
        shared("Tickets", ["Digest"]),
        shared("Contracts", ["Tickets"]),
        shared("Topology", ["Contracts"]),
        shared("BusinessTime", ["Tickets", "Digest"]),
        shared("Routing", ["BusinessTime", "Tickets"]),
        quick("Triage", ["Tickets", "Digest"]),
        quick("Workforce", ["Routing", "BusinessTime", "Tickets"]),
        shared("Wording"),
        quick("Mail", ["Digest", "CIconv"]),
        shared("MailIntake", ["Mail", "Contracts", "Tickets", "Digest"]),

        // Process life, setup documents, the desk
        shared(
            "WorkerKit",
            [
                "Postgres", "Broker", "Contracts", "Topology", "Digest", "Tickets", "Mutants", "CLinux", log,
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
            ]
        ),
        shared("Setup", ["Postgres", "Contracts", "Tickets", "BusinessTime", "Routing", "Triage", "Wording"]),
        shared("ClockRecord", ["Setup", "BusinessTime", "Tickets", "Postgres"]),
        shared("Desk", ["WorkerKit", "Contracts", "Tickets", "Postgres"]),

        // The seven workers and the operator's command line
        worker("Intake", ["Digest"]),
        worker("Classifier", ["Setup", "Triage"]),
        worker("Dispatcher", ["Setup", "Routing", "BusinessTime", "Mutants"]),
        worker("SLAMonitor", ["ClockRecord", "Setup", "BusinessTime", "Mutants"]),
        worker("Notifier", ["Setup", "Triage", "Wording", "Mail", "SMTP", "Digest", "BusinessTime", "Mutants"]),
        worker("Survey", []),
        worker("Mailbox", ["IMAP", "Mail", "MailIntake", "MailStore", "MailboxList", "Digest", "Reactor", "Mutants"]),
        service(
            "Aftersail",
            [
                "WorkerKit", "Desk", "Setup", "ClockRecord", "Broker", "Postgres", "Contracts", "Topology", "Tickets",
                "Digest", "BusinessTime", "Holidays", "IMAP", "Mail", "MailboxList", "MailIntake", "MailStore",
                "Routing",
                "Triage", "TriageTraining", "Wording",
                "Workforce", log, "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests, on real services that the harness starts
        .target(
            name: "Harness",
            dependencies: ["CLinux"],
            path: "Tests/Harness",
            exclude: ["Support"],
            swiftSettings: house
        ),
        .target(
            name: "Rig",
            dependencies: ["Harness", "WorkerKit", "Broker", "Postgres", "Contracts", "Topology", log],
            path: "Tests/Rig",
            swiftSettings: house
        ),
        .target(
            name: "Proving",
            dependencies: ["Harness", "WorkerKit", "Broker", "Postgres", "Contracts", "Topology", "Tickets"],
            path: "Tests/Proving",
            swiftSettings: house
        ),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Proving", "Harness", "Broker", "Postgres", "Contracts", "Desk", "Digest", "Routing", "Tickets",
                "WorkerKit", log, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Bench",
            swiftSettings: house
        ),
        .executableTarget(
            name: "Chaos",
            dependencies: [
                "Harness", "Proving", "Broker", "Contracts", "Desk", "Postgres", "Topology", "WorkerKit", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Chaos",
            swiftSettings: house
        ),
        .executableTarget(
            name: "Oracle",
            dependencies: [
                "BusinessTime", "Tickets", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Oracle",
            // It walks hundreds of millions of minutes, in a debug build, too.
            swiftSettings: house + [.unsafeFlags(["-O"])]
        ),
        .executableTarget(
            name: "Simulation",
            dependencies: [
                "Harness", "Proving", "Broker", "BusinessTime", "Contracts", "Desk", "Postgres", "Routing", "Setup",
                "Tickets", "Topology", "WorkerKit", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Simulation",
            exclude: ["Setup"],
            swiftSettings: house
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Simulation", "Intake", "Classifier", "Dispatcher", "SLAMonitor", "Notifier", "Survey", "Aftersail",
                "BusinessTime", "Contracts", "Harness", "Routing", "Setup", "Tickets",
            ],
            path: "Tests/SimulationTests",
            swiftSettings: house
        ),
        tests("Mutants"),
        tests("Proving", ["SMTP"]),
        tests("Chaos", ["Postgres"]),
        tests("Oracle"),
        tests("Reactor"),
        tests("Postgres"),
        tests("Broker", ["Reactor"]),
        tests("SMTP"),
        tests("IMAP"),
        tests("Digest"),
        tests("Holidays", ["BusinessTime"]),
        tests("Tickets", ["Digest"]),
        tests("Contracts", ["Tickets", "Topology"], resources: ["Golden"]),
        tests("Topology", ["Tickets"]),
        tests("BusinessTime", ["Tickets"]),
        tests("Routing", ["BusinessTime", "Tickets"]),
        tests("Workforce", ["Routing", "BusinessTime", "Tickets"]),
        tests("Triage", ["Tickets", "Yams"]),
        tests("TriageTraining", ["Tickets", "Triage", "Yams"]),
        tests("Wording", ["Yams"]),
        tests("Mail"),
        tests("MailIntake", ["Mail", "Contracts"]),
        tests(
            "MailStore",
            [
                "MailIntake", "Mail", "Digest", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ]
        ),
        tests("WorkerKit", ["CLinux", "Rig", "Topology", "Contracts", "Tickets", "Postgres", "Broker", log]),
        tests(
            "Classifier",
            [
                "Rig", "Broker", "Contracts", "Postgres", "Setup", "Tickets", "Triage", "TriageTraining", "WorkerKit",
                log,
            ]
        ),
        tests("Survey", ["Rig", "Broker", "Contracts", "Postgres", "Tickets", "WorkerKit"]),
        tests(
            "Mailbox",
            [
                "Aftersail", "Intake", "Digest", "MailboxList", "MailIntake", "MailStore", "Postgres", "Proving",
                "SMTP", "WorkerKit",
            ]
        ),
        tests(
            "Intake",
            [
                "WorkerKit", "Postgres", "Broker", "Contracts", "Topology", "Tickets", "Digest", "Mail", "MailIntake",
                log,
            ]
        ),
        tests(
            "Dispatcher",
            [
                "WorkerKit", "Postgres", "Broker", "Contracts", "Topology", "Tickets", "Setup", "Routing",
                "BusinessTime", "Desk", log,
            ]
        ),
        tests(
            "SLAMonitor",
            [
                "Rig", "WorkerKit", "Postgres", "Broker", "Contracts", "Topology", "Tickets", "Setup", "BusinessTime",
                "ClockRecord", "Desk", log,
            ]
        ),
        tests(
            "Notifier",
            [
                "WorkerKit", "Postgres", "Broker", "Contracts", "Topology", "Tickets", "Setup", "Triage", "Wording",
                "SMTP",
                log,
            ]
        ),
        tests("Setup", ["Routing", "Postgres", "BusinessTime"]),
        tests("Desk", ["WorkerKit", "Postgres", "Broker", "Contracts", "Topology", "Tickets", log]),
        .testTarget(name: "ModelTests", path: "Tests/ModelTests", swiftSettings: house),
        tests(
            "Aftersail",
            [
                "SLAMonitor", "Classifier", "Dispatcher", "Routing", "Desk", "ClockRecord", "BusinessTime", "Triage",
                "TriageTraining",
                "Tickets", "WorkerKit", "Postgres", "Broker", "Digest", "MailIntake", "MailStore",
                "Contracts",
                "Topology", log,
            ],
            resources: ["BusinessCases", "Simulate"]
        ),
        .testTarget(
            name: "LoopTests",
            dependencies: [
                "Intake", "Classifier", "Dispatcher", "SLAMonitor", "Notifier", "Survey", "Aftersail", "Harness",
                "Proving", "Broker", "Contracts", "Mail", "MailIntake", "Postgres", "Topology",
            ],
            path: "Tests/LoopTests",
            swiftSettings: house
        ),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Intake", "Classifier", "Dispatcher", "SLAMonitor", "Notifier", "Survey", "Aftersail", "Harness",
                "Proving", "Broker", "Contracts", "Digest", "Mail", "Postgres", "Topology", "Tickets", "WorkerKit",
            ],
            path: "Tests/PipelineTests",
            exclude: ["Support"],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
