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
        name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

/// A module that services share.
func shared(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: needs, path: "Shared/\(name)", swiftSettings: house)
}

/// An executable; its README is required reading, not code.
func service(_ name: String, _ needs: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: needs, path: "Services/\(name)", exclude: ["README.md"], swiftSettings: house)
}

/// Tests of one module, with the harness that starts real services.
func tests(_ name: String, _ needs: [Target.Dependency] = [], resources: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "Harness"] + needs, path: "Tests/\(name)Tests",
        exclude: resources, swiftSettings: house)
}

let package = Package(
    name: "aftersail",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        cLibrary("CLinux"),
        cLibrary("CLibpq", "libpq", "libpq-dev"),
        cLibrary("CRabbitMQ", "librabbitmq", "librabbitmq-dev"),
        cLibrary("COpenSSL", "libcrypto", "libssl-dev"),
        cLibrary("CCurl", "libcurl", "libcurl4-openssl-dev"),

        shared("Reactor", ["CLinux"]),
        shared("Postgres", ["CLibpq", "Reactor"]),
        shared("Broker", ["CRabbitMQ", "CLinux", "Reactor"]),
        shared("SMTP", ["CCurl", "Reactor"]),
        shared("Digest", ["COpenSSL"]),
        shared("Tickets", ["Digest"]),
        shared("Contracts", ["Tickets"]),
        shared("Topology", ["Contracts"]),
        shared(
            "WorkerKit",
            [
                "Postgres", "Broker", "Contracts", "Topology", "Digest", "Tickets", log,
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
            ]),

        .target(
            name: "Harness", dependencies: ["CLinux"], path: "Tests/Harness", exclude: ["Support"], swiftSettings: house),
        tests("Reactor"),
        tests("WorkerKit", ["Topology", "Contracts", "Tickets", "Postgres", "Broker", log]),
    ],
    swiftLanguageModes: [.v6]
)
