import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

/// Calls from several threads, also through several databases on one file, look as if they had been
/// made one after the other.
///
/// `AGENTKV_HISTORIES` says how many histories are recorded of each kind; `AGENTKV_SEED` of which
/// seed instead.
@Suite("SQLiteStore is linearizable") struct LinearizabilityTests {
    static let seeds: ClosedRange<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["AGENTKV_SEED"].flatMap({ UInt64($0) }) { return seed...seed }
        return 1...max(environment["AGENTKV_HISTORIES"].flatMap { UInt64($0) } ?? 20, 1)
    }()

    @Test func `calls on a database in memory have an order`() async throws {
        try await check {
            try await LinearizabilityCheck(seed: $0, loads: true).run(on: .sqliteInMemory)
        }
    }

    @Test func `calls on a file have an order`() async throws {
        try await check {
            try await LinearizabilityCheck(seed: $0, loads: true).run(on: .sqliteFile)
        }
    }

    @Test func `calls of an inbox have an order`() async throws {
        try await check {
            try await LinearizabilityCheck(seed: $0, calls: 15, inboxes: true).run(on: .sqliteFile)
        }
    }

    @Test(arguments: [2, 3])
    func `calls through several databases on one file have an order`(_ count: Int) async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration.at(ManualClock())
        configuration.synchronous = .normal
        configuration.busyTimeout = .seconds(3_600)
        var databases: [SQLiteDatabase] = []
        for _ in 0..<count {
            let path = folder.file()
            databases.append(try await SQLiteDatabase(path: path, configuration: configuration))
        }
        try await check { seed in
            var stores: [any KeyValueStore] = []
            for database in databases {
                stores.append(try await database.store(instance: "shared", namespace: "\(seed)"))
            }
            return try await LinearizabilityCheck(seed: seed, calls: 15).run(on: stores)
        }
        for database in databases { await database.close() }
    }

    private func check(
        _ run: (UInt64) async throws -> LinearizabilityCheck.Report
    ) async throws {
        var overlapping = 0
        for seed in Self.seeds {
            let report = try await run(seed)
            #expect(report.isDecided, "gave up at seed \(seed)")
            overlapping += report.overlapping
        }
        // Else nothing has been shown.
        #expect(overlapping > Self.seeds.count)
    }
}
