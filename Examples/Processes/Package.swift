// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "processes",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "AgentKV", path: "../..")],
    targets: [
        .executableTarget(
            name: "processes",
            dependencies: [
                .product(name: "AgentKV", package: "AgentKV"),
                .product(name: "AgentKVSQLite", package: "AgentKV"),
                .product(name: "AgentKVTesting", package: "AgentKV"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
