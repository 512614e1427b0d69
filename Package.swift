// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with: the language as it is going to be.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "AgentKV",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "AgentKV", targets: ["AgentKV"]),
        .library(name: "AgentKVSQLite", targets: ["AgentKVSQLite"]),
        .library(name: "AgentKVTesting", targets: ["AgentKVTesting"]),
        .executable(name: "quickstart", targets: ["quickstart"]),
        .executable(name: "agent-runtime", targets: ["agent-runtime"]),
    ],
    targets: [
        .target(name: "AgentKV", swiftSettings: settings),
        .target(
            name: "AgentKVSQLite",
            dependencies: ["AgentKV", "CSQLite"],
            swiftSettings: settings
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]
        ),
        .target(
            name: "AgentKVTesting",
            dependencies: ["AgentKV"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "quickstart",
            dependencies: ["AgentKV", "AgentKVSQLite"],
            path: "Examples/Quickstart",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "agent-runtime",
            dependencies: ["AgentKV", "AgentKVSQLite"],
            path: "Examples/AgentRuntime",
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentKVTests",
            dependencies: ["AgentKV", "AgentKVTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentKVSQLiteTests",
            dependencies: ["AgentKV", "AgentKVSQLite", "AgentKVTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentKVTestingTests",
            dependencies: ["AgentKV", "AgentKVTesting"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
