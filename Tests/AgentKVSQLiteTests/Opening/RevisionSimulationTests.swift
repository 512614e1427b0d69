import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

/// A file that is opened, closed, copied and put back, by one process or by two at once; and a model
/// that remembers every revision that anybody was told.
@Suite(.timeLimit(.minutes(10)))
struct RevisionSimulationTests {
    private final class World {
        let folder: TemporaryFolder
        let clock = ManualClock()
        var random: SplitMix64
        var open: [SQLiteStore] = []
        /// What was written with each revision that was told, in whatever timeline.
        var told: [Revision: Int] = [:]
        var writes = 0
        var copies = 0

        init(_ seed: UInt64) throws {
            folder = try TemporaryFolder()
            random = SplitMix64(seed: seed)
        }

        func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    }

    @Test(arguments: FuzzSeeds.usual(15))
    func `no revision that was told is given to another write`(seed: UInt64) async throws {
        let world = try World(seed)
        for _ in 0..<150 {
            // Nobody writes more than once a microsecond.
            world.clock.advance(by: .microseconds(3))
            switch world.pick(12) {
            case 0: try await open(world)
            case 1: try await closeAll(world)
            case 2: try await copy(world)
            case 3: try await restore(world)
            case 4: world.clock.advance(by: .microseconds(world.pick(1_000)))
            default: try await write(world)
            }
        }
        try await closeAll(world)
    }

    private func open(_ world: World) async throws {
        if world.open.count == 2 { return }
        var configuration = SQLiteDatabase.Configuration.at(world.clock)
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(
            path: world.folder.file(),
            configuration: configuration
        )
        world.open.append(try await database.store(instance: "a"))
    }

    private func closeAll(_ world: World) async throws {
        for store in world.open { await store.database.close() }
        world.open = []
    }

    /// Copies the file, by a call or by hand.
    private func copy(_ world: World) async throws {
        guard let store = world.open.first else { return }
        world.copies += 1
        let path = world.folder.file("copy \(world.copies)")
        if world.pick(2) == 0 {
            try await store.database.backup(to: path)
        } else {
            try await closeAll(world)
            try FileManager.default.copyItem(atPath: world.folder.file(), toPath: path)
        }
    }

    /// Puts back a copy, any of them, while nobody has the file open.
    private func restore(_ world: World) async throws {
        if world.copies == 0 { return }
        try await closeAll(world)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: world.folder.file() + suffix)
        }
        try FileManager.default.copyItem(
            atPath: world.folder.file("copy \(1 + world.pick(world.copies))"),
            toPath: world.folder.file()
        )
    }

    private func write(_ world: World) async throws {
        guard !world.open.isEmpty else { return try await open(world) }
        let store = world.open[world.pick(world.open.count)]
        world.writes += 1
        let key = "k\(world.pick(3))"
        let present = try await store.entry(key, as: Int.self)
        if let present {
            #expect(world.told[present.revision] == present.value, "it stands for one write")
        }
        let revision = try await store.compareAndSet(
            key,
            to: world.writes,
            expecting: present?.revision
        )
        let new = try #require(revision)
        #expect(world.told[new] == nil, "\(new) was told of another write")
        world.told[new] = world.writes
    }
}
