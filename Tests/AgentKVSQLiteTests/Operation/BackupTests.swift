import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct BackupTests {
    @Test(arguments: [false, true])
    func `a backup is a database with all that was there, in one file`(
        _ isInFile: Bool
    ) async throws {
        try await withFolder { folder in
            try await withDatabase(inFile: isInFile) { database in
                let kv = try await database.store(instance: "agents")
                try await kv.mset(["a": 1, "b": "two"])
                let last = try #require(try await kv.entry("b", as: String.self)).revision
                let revision = try await database.backup(to: "\(folder)/copy.sqlite")
                #expect(revision >= last)
                try await kv.set("a", to: 2)
                #expect(try contents(of: folder) == ["copy.sqlite"])
                let lines = try await database.export(instance: "agents").collected()

                let copy = try await SQLiteDatabase(path: "\(folder)/copy.sqlite")
                let copied = try await copy.store(instance: "agents")
                #expect(try await copied.get("a", as: Int.self) == 1)
                try await copied.set("a", to: 3)
                #expect(try await copied.entry("a", as: Int.self)?.revision ?? revision > revision)
                #expect(try await copy.export(instance: "agents").collected().count == lines.count)
                #expect(try await copy.checkIntegrity().isEmpty)
                await copy.close()
            }
        }
    }

    /// Transfers keep the sum, so every moment has it; a copy that mixed moments would not.
    @Test(arguments: [false, true])
    func `a backup while many tasks write is of one moment`(_ isInFile: Bool) async throws {
        try await withFolder { folder in
            try await withDatabase(inFile: isInFile) { database in
                let kv = try await database.store(instance: "bank")
                let accounts = (0..<10).map { "account:\($0)" }
                try await kv.mset(Dictionary(uniqueKeysWithValues: accounts.map { ($0, 100) }))
                try await fill(kv)

                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            for round in 0..<60 {
                                let (from, to) = (
                                    accounts[(task + round) % 10], accounts[round % 10]
                                )
                                try await kv.transaction { tx in
                                    try tx.increment(from, by: -7)
                                    try tx.increment(to, by: 7)
                                }
                            }
                        }
                    }
                    for number in 0..<3 {
                        group.addTask {
                            var steps: [OperationProgress] = []
                            try await database.backup(to: "\(folder)/\(number).sqlite") {
                                steps.append($0)
                            }
                            #expect(steps.count > 2)
                            #expect(steps.map(\.completed) == steps.map(\.completed).sorted())
                            #expect(Set(steps.map(\.total)).count == 1)
                            #expect(steps.last?.completed == steps.last?.total)
                        }
                    }
                    try await group.waitForAll()
                }

                for number in 0..<3 {
                    let copy = try await SQLiteDatabase(path: "\(folder)/\(number).sqlite")
                    let values = try await copy.store(instance: "bank").mget(accounts, as: Int.self)
                    #expect(values.reduce(0) { $0 + ($1 ?? 0) } == 1_000)
                    #expect(try await copy.checkIntegrity().isEmpty)
                    await copy.close()
                }
            }
        }
    }

    @Test func `a cancelled backup leaves nothing behind`() async throws {
        try await withFolder { folder in
            try await withDatabase(inFile: true) { database in
                try await fill(database.store(instance: "bank"))
                let backup = Task {
                    try await database.backup(to: "\(folder)/copy.sqlite") { _ in
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }
                await #expect(throws: CancellationError.self) { try await backup.value }
                #expect(try contents(of: folder).isEmpty)
            }
        }
    }

    @Test func `closing waits for a backup`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase(path: "\(folder)/data.sqlite")
            try await fill(database.store(instance: "bank"))
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let backup = Task {
                try await database.backup(to: "\(folder)/copy.sqlite") { _ in begin.yield() }
            }
            for await _ in begun { break }
            await database.close()
            #expect(try contents(of: folder).contains("copy.sqlite"))
            _ = try await backup.value
            await #expect(throws: StoreError.closed) {
                try await database.backup(to: "\(folder)/late.sqlite")
            }
        }
    }

    /// Some mebibytes, so that a copy takes several steps.
    private func fill(_ store: SQLiteStore) async throws {
        let text = String(repeating: "x", count: 10_000)
        let filling = (0..<400).map { ("filling:\($0)", text) }
        try await store.mset(Dictionary(uniqueKeysWithValues: filling))
    }
}
