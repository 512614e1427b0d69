import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct AgentDataStoreConcurrencyTests {
    /// Every batch sets three keys to one number, so that no reader may ever see two numbers.
    @Test(arguments: [false, true])
    func `a batch is seen whole by all tasks, and a user has one instance`(
        _ isInFile: Bool
    ) async throws {
        try await withDatabase(inFile: isInFile) { database in
            let keys = ["a", "b", "c"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        let data = database.data(agent: "agent-\(writer)")
                        for round in 0..<10 {
                            let number = writer * 100 + round
                            try await data.setMany(["a": number, "b": number, "c": number])
                        }
                    }
                    group.addTask {
                        let data = database.data(agent: "reader")
                        for _ in 0..<10 {
                            let found = try await data.getMany(keys, as: Int.self)
                            #expect(found.isEmpty || found.count == 3)
                            #expect(Set(found.values).count <= 1)
                            #expect(Set(try await data.getAll().map(\.value)).count <= 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.listInstances().count == 1)
            #expect(try await database.data().getMany(keys, as: Int.self).count == 3)
        }
    }

    @Test func `metadata of many tasks is merged and none is lost`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<64 {
                group.addTask {
                    try await database.data(agent: "agent-\(number)").set(
                        "shared",
                        to: number,
                        metadata: JSONObject(["m\(number)": .integer(Int64(number))])
                    )
                }
            }
            try await group.waitForAll()
        }
        let record = try #require(try await database.data().record("shared"))
        #expect(record.metadata?.count == 64)
        let last = try #require(record.updatedBy)
        #expect(record.value == .integer(Int64(last.dropFirst("agent-".count)) ?? -1))
    }
}
