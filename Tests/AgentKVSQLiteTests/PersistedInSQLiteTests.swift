import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

/// A store in memory over a namespace: whose place that is, and what becomes of it.
@Suite struct PersistedInSQLiteTests {
    private static func expectRefused(_ store: SQLiteStore) async throws {
        let error = await #expect(throws: StoreError.self) {
            try await TransientStore(persistence: store)
        }
        guard case .storage(.locked, let reason)? = error else {
            Issue.record("\(String(describing: error)) says that another one is open")
            return
        }
        #expect(reason.contains("namespace \(store.namespace)"))
    }

    @Test func `a second one is refused, however the file and the instance are named`()
        async throws
    {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let namespace = try await database.store(instance: "a", namespace: "n")
        let first = try await TransientStore(persistence: namespace)
        try await Self.expectRefused(namespace)
        try await Self.expectRefused(
            database.store(instance: namespace.instanceID, namespace: "n")
        )
        let link = folder.file("link.sqlite")
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder.file()
        )
        let other = try await SQLiteDatabase(path: link)
        try await Self.expectRefused(other.store(instance: "a", namespace: "n"))
        // Beside it there is room.
        for namespace in [
            try await database.store(instance: "a", namespace: "m"),
            try await other.store(instance: "b", namespace: "n"),
            try await SQLiteDatabase.inMemory().store(instance: "a", namespace: "n"),
            try await SQLiteDatabase.inMemory().store(instance: "a", namespace: "n"),
        ] {
            try await TransientStore(persistence: namespace).close()
        }
        try await first.close()
        try await TransientStore(persistence: other.store(instance: "a", namespace: "n")).close()
    }

    @Test(arguments: [PersistenceMode.writeBehind, .writeThrough], [false, true])
    func `one whose instance is deleted says so once, and is closed`(
        mode: PersistenceMode,
        isFlushed: Bool
    ) async throws {
        let database = try await SQLiteDatabase.inMemory()
        let namespace = try await database.store(instance: "a")
        let store = try await TransientStore(persistence: namespace, mode: mode)
        try await store.set("k", to: 1)
        try await store.flush()
        try await database.deleteInstance("a")
        _ = try? await store.set("l", to: 2)
        if isFlushed {
            let error = await #expect(throws: StoreError.self) { try await store.flush() }
            guard case .unknownInstance? = error else { throw error! }
        }
        #expect(try await store.get("l") == 2)
        if isFlushed || mode == .writeThrough {
            try await store.close()
        } else {
            await #expect(throws: StoreError.self) { try await store.close() }
        }
        await #expect(throws: StoreError.closed) { try await store.get("k") }
        try await store.close()
        #expect(try await database.listInstances().isEmpty)
    }

    @Test func `none is opened in an instance that has been deleted`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let namespace = try await database.store(instance: "a")
        try await database.deleteInstance("a")
        let error = await #expect(throws: StoreError.self) {
            try await TransientStore(persistence: namespace)
        }
        guard case .unknownInstance? = error else { throw error! }
    }

    @Test func `one whose database is closed can be closed`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await TransientStore(persistence: database.store(instance: "a"))
        try await store.set("k", to: 1)
        await database.close()
        await #expect(throws: StoreError.closed) { try await store.flush() }
        try await store.close()
    }

    @Test func `over a backup that is put back no revision is used again`() async throws {
        let folder = try TemporaryFolder()
        var told: Set<Revision> = []
        for round in 0..<3 {
            let database = try await SQLiteDatabase(path: folder.file())
            let store = try await TransientStore(persistence: database.store(instance: "a"))
            for number in 0..<20 {
                let key = "\(round) \(number)"
                let revision = try await store.compareAndSet(key, to: 1, expecting: nil)
                #expect(try told.insert(#require(revision)).inserted)
            }
            if round == 0 {
                try await store.flush()
                try await database.backup(to: folder.file("copy"))
            }
            try await store.close()
            await database.close()
            try FileManager.default.removeItem(atPath: folder.file())
            try FileManager.default.copyItem(
                atPath: folder.file("copy"),
                toPath: folder.file()
            )
        }
    }
}
