import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// Two databases on one file stand for two processes.
@Suite struct TwoDatabasesTests {
    private static func openTwo(_ folder: TemporaryFolder) async throws -> [SQLiteStore] {
        var stores: [SQLiteStore] = []
        for _ in 0..<2 {
            let database = try await SQLiteDatabase(path: folder.file(), configuration: .patient)
            stores.append(try await database.store(instance: "shared"))
        }
        return stores
    }

    @Test func `writers from both lose no update and get no error`() async throws {
        let folder = try TemporaryFolder()
        let stores = try await Self.openTwo(folder)
        #expect(stores[0].instanceID == stores[1].instanceID)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<25 {
                            try await store.increment("count")
                            try await store.update("sum", as: Int.self) { $0 = ($0 ?? 0) + 1 }
                            while true {
                                let present = try await store.entry("swapped", as: Int.self)
                                let next = (present?.value ?? 0) + 1
                                let written = try await store.compareAndSet(
                                    "swapped",
                                    to: next,
                                    expecting: present?.revision
                                )
                                if written != nil { break }
                            }
                            try await store.listAppend("list", items: [1])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for store in stores {
            #expect(try await store.get("count") == 200)
            #expect(try await store.get("sum") == 200)
            #expect(try await store.get("swapped") == 200)
        }
        #expect(try await stores[0].listPopAll("list").count == 200)
        #expect(try await stores[1].listPopAll("list") == [])
    }

    @Test func `what one has written the other reads`() async throws {
        let folder = try TemporaryFolder()
        let stores = try await Self.openTwo(folder)
        var last = Revision(rawValue: 0)
        for number in 0..<20 {
            let (writer, reader) = (stores[number % 2], stores[(number + 1) % 2])
            try await writer.set("key", to: number)
            let entry = try #require(try await reader.entry("key", as: Int.self))
            #expect(entry.value == number)
            #expect(entry.revision > last)
            last = entry.revision
        }
    }

    @Test func `an instance that one deletes is gone for the other`() async throws {
        let folder = try TemporaryFolder()
        let stores = try await Self.openTwo(folder)
        try await stores[1].set("key", to: 1)
        #expect(try await stores[0].database.deleteInstance("shared"))
        #expect(try await stores[1].get("key") == nil)
        let error = await #expect(throws: StoreError.self) {
            try await stores[1].set("key", to: 2)
        }
        #expect(error == .unknownInstance(deleted: stores[1].instanceID))
        let error2 = await #expect(throws: StoreError.self) {
            try await stores[1].transaction { try $0.set("key", to: 2) }
        }
        #expect(error2 == error)
        #expect(try await stores[0].database.listInstances() == [])
    }

    @Test func `of many that ensure an instance or take a key one makes it`() async throws {
        let folder = try TemporaryFolder()
        let stores = try await Self.openTwo(folder)
        let ids = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
            for index in 0..<32 {
                group.addTask {
                    let store = stores[index % 2]
                    let id = try await store.database.ensureInstance("new").id
                    return (id, try await store.setIfAbsent("taken", to: index))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(ids.map(\.0)).count == 1)
        #expect(ids.filter(\.1).count == 1)
        #expect(try await stores[0].database.listInstances().count == 2)
    }
}
