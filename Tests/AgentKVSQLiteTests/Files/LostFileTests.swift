import AgentKV
import Dispatch
import Foundation
import Testing

@testable import AgentKVSQLite

/// The file is removed, moved or replaced while it is open.
@Suite struct LostFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("inner"),
            withIntermediateDirectories: true
        )
        path = folder.file("inner/test.sqlite")
        try await Loss.prepare(besides: path)
    }

    private func open(
        _ configuration: SQLiteDatabase.Configuration = SQLiteDatabase.Configuration()
    ) async throws -> (SQLiteDatabase, SQLiteStore) {
        let database = try await SQLiteDatabase(path: path, configuration: configuration)
        let store = try await database.store(instance: "a")
        try await store.set("a", to: "own")
        return (database, store)
    }

    @Test(arguments: Loss.allCases)
    func `a write throws, and then every call does`(_ loss: Loss) async throws {
        let (database, store) = try await open()
        loss.inflict(on: path)
        let error = await expectProblem(.removed) { try await store.set("k", to: 1) }
        #expect(error?.reason.contains(path) == true)
        await expectProblem(.removed) { try await store.set("k", to: 1) }
        await expectProblem(.removed) { try await store.get("a") }
        await expectProblem(.removed) { try await store.transaction { try $0.get("a") } }
        await expectProblem(.removed) { try await database.listInstances() }
        await expectProblem(.removed) { try await database.checkpoint() }
        await expectProblem(.removed) { try await database.compact() }
        await expectProblem(.removed) { try await database.checkIntegrity() }
        await expectProblem(.removed) { try await database.backup(to: folder.file("copy")) }
        await expectProblem(.removed) { try await database.export(instance: "a").collected() }
        await database.close()
        await #expect(throws: StoreError.closed) { try await store.set("k", to: 1) }
        await #expect(throws: StoreError.closed) { try await store.get("a") }
    }

    @Test func `many writers that share a commit are all told`() async throws {
        let (database, store) = try await open()
        let held = await HeldWriter(database)
        let writers = (0..<20).map { number in
            Task { try await store.set("k\(number)", to: number) }
        }
        Loss.removal.inflict(on: path)
        await #expect(throws: StoreError.self) { try await held.finish() }
        for writer in writers { await expectProblem(.removed) { try await writer.value } }
        await database.close()
    }

    @Test func `what is written while the file is being removed is not told as written`()
        async throws
    {
        let (database, store) = try await open()
        await expectProblem(.removed) {
            try await store.transaction { [path] tx in
                try tx.set("k", to: 1)
                Loss.replacement.inflict(on: path)
            }
        }
        await expectProblem(.removed) { try await store.get("k") }
        await database.close()
    }

    @Test func `no reader reads another file than the writer`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.readers = 2
        let (database, store) = try await open(configuration)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        // The one connection that is open is in use, so the next reader needs another.
        let held = Task {
            try await database.read { connection in
                begin.yield()
                gate.wait()
                return try connection.strings("SELECT value FROM kv_store")
            }
        }
        for await _ in begun { break }
        Loss.replacement.inflict(on: path)
        await expectProblem(.removed) { try await store.get("a") }
        gate.signal()
        #expect(try await held.value == ["\"own\""])
        await expectProblem(.removed) { try await store.get("a") }
        await expectProblem(.removed) { try await store.set("k", to: 1) }
        await database.close()
    }

    @Test func `a folder that was moved has all that was told as written`() async throws {
        let (database, store) = try await open()
        Loss.move.inflict(on: path)
        await expectProblem(.removed) { try await store.set("k", to: 1) }
        await database.close()
        let moved = try await SQLiteDatabase(path: "\(Loss.movedFolder(of: path))/test.sqlite")
        let kept = try await moved.store(instance: "a")
        #expect(try await kept.get("a") == "own")
        #expect(try await kept.get("k") == nil)
        #expect(try await moved.checkIntegrity() == [])
        await moved.close()
    }

    @Test func `what was lost stays lost to who had it open, also when the files come back`()
        async throws
    {
        let (database, store) = try await open()
        Loss.move.inflict(on: path)
        await expectProblem(.removed) { try await store.set("k", to: 1) }
        rename(Loss.movedFolder(of: path), (path as NSString).deletingLastPathComponent)
        await expectProblem(.removed) { try await store.set("k", to: 1) }
        await expectProblem(.removed) { try await store.get("a") }
        await database.close()
        let again = try await SQLiteDatabase(path: path)
        #expect(try await again.store(instance: "a").mget(["a", "k"]) == ["own", nil])
        await again.close()
    }

    @Test func `closing a database that was replaced leaves the other's log alone`() async throws {
        let (database, store) = try await open()
        Loss.replacement.inflict(on: path)
        let other = try await SQLiteDatabase(path: path)
        let others = try await other.store(instance: "a")
        try await others.set("k", to: 1)
        await expectProblem(.removed) { try await store.set("k", to: 2) }
        await database.close()
        try await others.set("l", to: 1)
        let third = try await SQLiteDatabase(path: path)
        #expect(try await third.store(instance: "a").mget(["a", "k", "l"]) == ["other", 1, 1])
        await third.close()
        await other.close()
    }

    /// Has `body` run while nobody can look behind the folder of the file, whatever their rights: a
    /// symbolic link that leads to itself stands in its place.
    private func withHiddenFolder<R>(_ body: () async throws -> R) async rethrows -> R {
        hide()
        defer { show() }
        return try await body()
    }

    private func hide() {
        Loss.move.inflict(on: path)
        symlink(folder.file("inner"), folder.file("inner"))
    }

    private func show() {
        unlink(folder.file("inner"))
        rename(Loss.movedFolder(of: path), folder.file("inner"))
    }

    @Test func `a path that cannot be looked at fails the calls that look, and no others`()
        async throws
    {
        let (database, store) = try await open()
        let file = try #require(database.file)
        await withHiddenFolder {
            let error = await expectProblem(.failed) { try await store.set("k", to: 1) }
            #expect(error?.reason.contains(path) == true)
            await expectProblem(.failed) { try file.connect(database.configuration) }
            await expectProblem(.failed) { try await database.backup(to: folder.file("copy")) }
        }
        #expect(try await store.get("k") == nil)
        try await store.set("k", to: 2)
        #expect(try await store.get("k") == 2)
        Loss.removal.inflict(on: path)
        await expectProblem(.removed) { try await store.set("k", to: 3) }
        await database.close()
    }

    @Test func `what is committed when the path cannot be looked at any more is told as written`()
        async throws
    {
        let (database, store) = try await open()
        let events = database.events()
        try await store.transaction { tx in
            try tx.set("k", to: 1)
            hide()
        }
        await expectProblem(.failed) { try await store.set("k", to: 2) }
        show()
        #expect(try await store.get("k") == 1)
        try await store.set("k", to: 3)
        await database.close()
        #expect(await events.all.map(\.short) == ["+k", "+k"])
    }

    @Test func `a reader has the log open that was there when the path was looked at`()
        async throws
    {
        let (database, _) = try await open()
        let opened = try OpenedDatabase(DatabaseFile(path), SQLiteDatabase.Configuration())
        Loss.replacement.inflict(on: path)
        let values = try opened.readers?.readNow { try $0.strings("SELECT value FROM kv_store") }
        #expect(values == ["\"own\""])
        await opened.readers?.close()
        opened.connection.close()
        await database.close()
    }

    @Test func `a store in memory that is written down there keeps what is not written`()
        async throws
    {
        let (database, store) = try await open()
        let memory = try await TransientStore(persistence: store)
        try await memory.set("k", to: 1)
        try await memory.flush()
        Loss.removal.inflict(on: path)
        try await memory.set("k", to: 2)
        await expectProblem(.removed) { try await memory.flush() }
        #expect(try await memory.get("k") == 2)
        await database.close()
    }
}
