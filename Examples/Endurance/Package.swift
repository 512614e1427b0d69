// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "Endurance",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "AgentKV", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .executableTarget(
            name: "endurance",
            dependencies: [
                "CMalloc",
                .product(name: "AgentKV", package: "AgentKV"),
                .product(name: "AgentKVSQLite", package: "AgentKV"),
                .product(name: "AgentKVTesting", package: "AgentKV"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
