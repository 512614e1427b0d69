import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Foundation
import Testing

@Suite struct AgentDataStoreMetadataTests {
    @Test func `metadata is merged one level deep, and a null stays`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("report", to: 1, metadata: ["version": "1.0", "by": ["a": 1, "b": 2]])
        try await data.set("report", to: 2, metadata: ["by": ["c": 3], "expires": nil])
        let record = try #require(try await data.record("report"))
        #expect(record.value == 2)
        #expect(record.metadata == ["version": "1.0", "by": ["c": 3], "expires": nil])
        #expect(record.metadata?.names == ["version", "by", "expires"])
    }

    @Test func `a set without metadata leaves it, and one with none is nil`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("a", to: 1, metadata: ["x": 1])
        try await data.set("a", to: 2)
        try await data.set("b", to: 1)
        #expect(try await data.record("a")?.metadata == ["x": 1])
        #expect(try await data.record("b")?.metadata == nil)
    }

    @Test func `a deleted key comes back without its metadata`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("a", to: 1, metadata: ["x": 1])
        try await data.delete("a")
        try await data.set("a", to: 2)
        #expect(try await data.record("a")?.metadata == nil)
    }

    @Test func `a batch lays its metadata beside all items`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("a", to: 0, metadata: ["kept": true])
        try await data.setMany(["a": 1, "b": 2], metadata: ["batch": "b-1"])
        #expect(try await data.record("a")?.metadata == ["kept": true, "batch": "b-1"])
        #expect(try await data.record("b")?.metadata == ["batch": "b-1"])
    }

    @Test func `the first writer and time stay, the last move`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let (indexer, searcher) = (database.data(agent: "indexer"), database.data(agent: "search"))
        try await indexer.set("a", to: 1, metadata: ["createdBy": "me", "updatedBy": "you"])
        clock.advance(by: .seconds(2))
        try await searcher.set("a", to: 2)
        let record = try #require(try await indexer.record("a"))
        #expect(record.createdBy == "indexer")
        #expect(record.updatedBy == "search")
        #expect(record.updatedAt.timeIntervalSince(record.createdAt) == 2)
        #expect(record.metadata == ["createdBy": "me", "updatedBy": "you"])
    }

    @Test func `what no agent has written is nobody's`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let data = database.data()
        try await data.set("a", to: 1)
        let instance = try #require(try await data.instanceID())
        for key in ["a", "b"] {
            try await database.set(key, to: 2, instance: instance, namespace: "default")
        }
        #expect(try await data.record("a")?.createdBy == "indexer")
        #expect(try await data.record("a")?.updatedBy == nil)
        #expect(try await data.record("b")?.createdBy == nil)
        try await data.set("b", to: 3)
        #expect(try await data.record("b")?.createdBy == nil)
        #expect(try await data.record("b")?.updatedBy == "indexer")
    }
}
