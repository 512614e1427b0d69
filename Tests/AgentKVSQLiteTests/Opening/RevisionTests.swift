import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

/// Where the revisions of a file go on when it is opened, and who can resume then.
@Suite struct RevisionTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    /// Opens the file, and the namespace `n` of the instance `a` in it.
    private func open() async throws -> SQLiteStore {
        try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
            .store(instance: "a", namespace: "n")
    }

    /// Puts a copy in the place of the file, which nobody has open.
    private func restore(_ name: String) throws {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file() + suffix)
        }
        try FileManager.default.copyItem(atPath: folder.file(name), toPath: folder.file())
    }

    /// Writes a key, in its own time: less than once a microsecond.
    private func write(_ store: SQLiteStore, _ key: String = "k") async throws -> Revision {
        clock.advance(by: .microseconds(2))
        let present = try await store.entry(key, as: Int.self)?.revision
        return try #require(try await store.compareAndSet(key, to: 1, expecting: present))
    }

    private func kinds(
        _ store: SQLiteStore,
        after revision: Revision,
        _ count: Int
    ) async throws -> [StoreChange.Kind] {
        var iterator = store.changes(from: .after(revision)).makeAsyncIterator()
        var kinds: [StoreChange.Kind] = []
        while kinds.count < count, let kind = try await iterator.next()?.kind { kinds.append(kind) }
        return kinds
    }

    private var microseconds: Int64 { clock.wallClock.nanoseconds / 1_000 }

    @Test func `a new file counts on from the time of day, and one in memory from 1`()
        async throws
    {
        let store = try await open()
        let start = microseconds
        // Making the instance was the first write.
        #expect(try await write(store).rawValue == start + 2)
        let memory = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        #expect(try await write(memory.store(instance: "a")).rawValue == 2)
    }

    /// Otherwise one that is opened behind a crash would not know which revisions were told.
    @Test func `a store in memory over it has the file say where its revisions begin`()
        async throws
    {
        let former = try await open()
        let last = try await write(former)
        await former.database.close()
        clock.advance(by: .seconds(10))
        let namespace = try await open()
        // It looks at the time of day before the database does.
        let earlier = WallClock { [clock] in clock.wallClock.nanoseconds - 1_000_000 }
        let store = try await TransientStore(
            clock: clock,
            persistence: namespace,
            wallClock: earlier
        )
        let begun = try await namespace.database.lastRevision()
        #expect(begun > last)
        let first = try await store.compareAndSet("l", to: 1, expecting: nil)
        #expect(try #require(first) > begun)
        try await store.close()
    }

    @Test func `opening a file writes nothing, and the first write goes on from the time of day`()
        async throws
    {
        let first = try await open()
        let last = try await write(first)
        await first.database.close()
        for _ in 1...3 {
            let store = try await open()
            let commits = try await store.database.countCommits()
            #expect(try await store.database.lastRevision() == last)
            _ = try await store.get("k")
            #expect(commits.value == 0)
            await store.database.close()
        }
        clock.advance(by: .microseconds(40))
        let store = try await open()
        let next = try await write(store).rawValue
        #expect(next == microseconds + 1)
        #expect(try await write(store).rawValue == next + 1)
        clock.advance(by: .seconds(60))
        #expect(try await write(store).rawValue == next + 2)
        await store.database.close()
        #expect(try await write(open()).rawValue == microseconds + 1)
    }

    @Test func `where the time of day is behind, it goes on well behind the last one found`()
        async throws
    {
        let first = try await open()
        let last = try await write(first)
        await first.database.close()
        let early = ManualClock()
        for _ in 1...2 {
            let database = try await SQLiteDatabase(
                path: folder.file(),
                configuration: .at(early)
            )
            let store = try await database.store(instance: "a", namespace: "n")
            let next = try #require(try await store.compareAndSet("b", to: 1, expecting: nil))
            #expect(next.rawValue > last.rawValue + 1 << 20)
            try await store.delete("b")
            await database.close()
        }
    }

    @Test(arguments: [false, true])
    func `over a backup that is put back no revision is used again`(
        isCopiedByHand: Bool
    ) async throws {
        let first = try await open()
        let kept = try await write(first)
        if !isCopiedByHand { try await first.database.backup(to: folder.file("copy")) }
        await first.database.close()
        if isCopiedByHand {
            try FileManager.default.copyItem(atPath: folder.file(), toPath: folder.file("copy"))
        }
        let second = try await open()
        var lost: [Revision] = []
        for _ in 0..<20 { lost.append(try await write(second)) }
        await second.database.close()
        try restore("copy")
        let again = try await open()
        #expect(try await again.entry("k", as: Int.self)?.revision == kept)
        for revision in lost {
            #expect(try await again.compareAndSet("k", to: 2, expecting: revision) == nil)
        }
        let others = again.changes()
        let new = try await write(again)
        #expect(try new > #require(lost.last))
        for revision in lost {
            let database = again.database
            #expect(
                try await database.set(
                    "k",
                    to: 3,
                    if: .revision(revision),
                    instance: "a",
                    namespace: "n"
                ) == nil
            )
            #expect(try await kinds(again, after: revision, 1) == [.restarted])
        }
        // Who was told of nothing that is lost goes on.
        #expect(try await kinds(again, after: kept, 1) == [.set])
        withExtendedLifetime(others) {}
    }

    @Test func `who has seen the last write before an opening goes on, and nobody else`()
        async throws
    {
        let first = try await open()
        let before = try await write(first)
        let last = try await write(first)
        await first.database.close()
        clock.advance(by: .seconds(60))
        let store = try await open()
        let early = store.changes(from: .after(last))
        let new = try await write(store)
        try await store.delete("k")
        #expect(try await kinds(store, after: last, 2) == [.set, .deleted])
        #expect(try await kinds(store, after: new, 1) == [.deleted])
        for old in [before, Revision(rawValue: last.rawValue + 1), Revision(rawValue: 0)] {
            #expect(try await kinds(store, after: old, 1) == [.restarted])
        }
        var iterator = early.makeAsyncIterator()
        #expect(try await iterator.next()?.revision == new)
    }

    @Test func `several that have one file open go on behind each other`() async throws {
        let first = try await open()
        let changes = first.changes()
        var last = try await write(first)
        let seen = last
        let second = try await open()
        for round in 0..<10 {
            let next = try await write(round.isMultiple(of: 2) ? second : first)
            #expect(next > last)
            last = next
        }
        // What is in the history of one is resumed there.
        #expect(try await kinds(first, after: seen, 5) == Array(repeating: .set, count: 5))
        withExtendedLifetime(changes) {}
    }

    @Test func `many that open a file at once and write get revisions of their own`() async throws {
        for _ in 0..<10 {
            let revisions = try await withThrowingTaskGroup(of: [Revision].self) { group in
                for task in 0..<6 {
                    group.addTask {
                        let store = try await open()
                        var own: [Revision] = []
                        for _ in 0..<5 { own.append(try await write(store, "k\(task)")) }
                        await store.database.close()
                        return own
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(revisions).count == 30)
        }
    }

    @Test func `a file that is taken back under an open database gets no revision twice`()
        async throws
    {
        let store = try await open()
        let last = try await write(store)
        let other = try Connection.foreign(folder.file())
        try other.execute("UPDATE kv_revision SET revision = 7")
        #expect(try await write(store) > last)
    }

    @Test func `a file without revisions left is read, and refuses to be written`() async throws {
        let store = try await open()
        _ = try await write(store)
        await store.database.close()
        let other = try Connection.foreign(folder.file())
        for last in [Revision.greatest.rawValue - 1, .max] {
            try other.execute("UPDATE kv_revision SET revision = \(last)")
            let again = try await open()
            #expect(try await again.get("k") == 1)
            let error = await #expect(throws: StoreError.self) { try await again.set("k", to: 2) }
            guard case .storage(.failed, let reason)? = error else { throw error! }
            #expect(reason.contains("no revisions left"))
            #expect(try await again.get("k") == 1)
            await again.database.close()
        }
    }

    @Test func `no lines that are imported use revisions up`() async throws {
        let store = try await open()
        let header =
            #"{"format":"agentkv-records","version":1,"instance":{"id":"i","name":"i","#
            + #""createdAt":1,"updatedAt":1},"revision":"#
        for revision in [Revision.greatestStart.rawValue + 1, .max] {
            let lines = AsyncStream { stream in
                stream.yield("\(header)\(revision)}")
                stream.finish()
            }
            let error = await #expect(throws: ImportError.self) {
                try await store.database.importLines(lines)
            }
            #expect("\(String(describing: error))".contains("revision"))
        }
    }
}
