import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct ImportIDTests {
    private func line(_ key: String, id: String, namespace: String = "default") -> String {
        #"{"key": "\#(key)", "value": 1, "namespace": "\#(namespace)", "id": "\#(id)"}"#
    }

    @Test func `an id that was imported is given to no later record, also after its deletion`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let kv = try await database.store(instance: "a")
        let imported = (1...30).map { String($0) }
        let lines = imported.map { line("old \($0)", id: $0) }
        #expect(try await database.importLines(stream(lines), into: "a").idsReplaced == 0)
        #expect(try await Set(database.recordIDs()) == Set(imported))
        for id in imported.suffix(15) { try await kv.delete("old \(id)") }
        for number in 0..<40 { try await kv.set("new \(number)", to: 1) }
        let ids = try await database.recordIDs()
        #expect(Set(ids).count == 55)
        #expect(Set(ids).isDisjoint(with: imported.suffix(15)))
    }

    @Test func `an import into another namespace makes records of its own`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.store(instance: "a").mset(["x": 1, "y": 2])
        try await database.importLines(stream([line("z", id: "one")]), into: "a")
        let before = try await database.recordIDs()
        let result = try await database.importLines(
            database.export(instance: "a"),
            namespace: "copy"
        )
        #expect(result.recordsSet == 3)
        #expect(result.idsReplaced == 0)
        let after = try await database.recordIDs()
        #expect(Set(after).count == 6)
        #expect(Set(after).isSuperset(of: before))
    }

    @Test func `of two lines with one id the first record has it, and the other is counted`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let result = try await database.importLines(
            stream([line("a", id: "x"), line("b", id: "x"), line("c", id: "x", namespace: "n")]),
            into: "i",
            autoCreateInstance: true
        )
        #expect(result.recordsSet == 3)
        #expect(result.idsReplaced == 2)
        #expect(try await database.record("a", instance: "i", namespace: "default")?.id == "x")
        #expect(try await Set(database.recordIDs()).count == 3)
    }

    @Test(arguments: ExistingRecords.allCases)
    func `an id that another record has stays with that record`(
        _ existing: ExistingRecords
    )
        async throws
    {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let kv = try await database.store(instance: "i")
        try await kv.set("made", to: 1)
        try await kv.set("dead", to: 1, ttl: .seconds(1))
        try await database.importLines(
            stream([line("given", id: "given"), line("lettered", id: "é")]),
            into: "i"
        )
        let ids = try await database.recordIDs()
        clock.advance(by: .seconds(2))
        let result = try await database.importLines(
            stream(ids.enumerated().map { line("again \($0.offset)", id: $0.element) }),
            into: "i",
            existing: existing
        )
        #expect(result.recordsSet == 4)
        #expect(result.idsReplaced == 4)
        #expect(try await database.recordIDs().starts(with: ids))
        #expect(try await Set(database.recordIDs()).count == 8)
    }

    @Test func `what comes back to where it was is the same record`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let kv = try await database.store(instance: "i")
        try await kv.mset(["a": 1, "b": 2])
        try await database.importLines(
            stream([line("c", id: "given"), line("d", id: "7")]),
            into: "i"
        )
        let ids = try await database.recordIDs()
        let lines = try await database.export(instance: "i").collected()
        for (isDeleted, existing) in [(true, ExistingRecords.fail), (false, .overwrite)] {
            if isDeleted { try await kv.deleteAll(prefix: "") }
            let result = try await database.importLines(stream(lines), existing: existing)
            #expect(result.idsReplaced == 0)
            #expect(try await database.recordIDs().sorted() == ids.sorted())
        }
        let copy = try await SQLiteDatabase.inMemory()
        for number in 0..<9 { try await copy.store(instance: "other").set("\(number)", to: 1) }
        #expect(try await copy.importLines(stream(lines)).idsReplaced == 0)
        #expect(try await Set(copy.recordIDs()).isSuperset(of: ids))
    }

    @Test func `a record that is overwritten keeps its id where the line has none to give`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        try await database.store(instance: "i").mset(["a": 1, "b": 2])
        let ids = try await database.recordIDs()
        try await database.importLines(
            stream([
                #"{"key": "a", "value": 3, "namespace": "default"}"#, line("b", id: ids[0]),
            ]),
            into: "i",
            existing: .overwrite
        )
        #expect(try await database.recordIDs() == ids)
        #expect(try await database.get("a", instance: "i", namespace: "default") == 3)
    }

    @Test func `an id without end or with U+0000 is a bad line`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        for id in ["", "a\\u0000"] {
            await #expect {
                try await database.importLines(
                    stream([line("a", id: id)]),
                    into: "i",
                    autoCreateInstance: true
                )
            } throws: {
                ($0 as? ImportError)?.reason.contains("\"id\"") == true
            }
        }
    }

    @Test func `of imports at the same time each record has an id of its own`() async throws {
        let folder = try TemporaryFolder()
        let databases = [
            try await SQLiteDatabase(path: folder.file()),
            try await SQLiteDatabase(path: folder.file()),
        ]
        let lines = (0..<50).map { #"{"key": "\#($0)", "value": 1, "id": "\#($0)"}"# }
        try await databases[0].createInstance(name: "i")
        try await withThrowingTaskGroup { group in
            for number in 0..<6 {
                group.addTask {
                    try await databases[number % 2].importLines(
                        stream(lines),
                        into: "i",
                        namespace: "n\(number)"
                    )
                }
            }
            try await group.waitForAll()
        }
        let ids = try await databases[0].recordIDs()
        #expect(ids.count == 300)
        #expect(Set(ids).count == 300)
        #expect(Set(ids).isSuperset(of: (0..<50).map { String($0) }))
        #expect(try await databases[1].checkIntegrity().isEmpty)
    }

    @Test func `what a store in memory writes down has ids of its own`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let lines = (0..<20).map { line("old \($0)", id: String($0)) }
        try await database.importLines(stream(lines), into: "i", autoCreateInstance: true)
        let store = try await TransientStore(persistence: database.store(instance: "i"))
        for number in 0..<20 { try await store.set("new \(number)", to: 1) }
        try await store.flush()
        let before = try await database.recordIDs()
        #expect(Set(before).count == 40)
        for number in 0..<20 { try await store.set("new \(number)", to: 2) }
        try await store.close()
        #expect(try await database.recordIDs() == before)
    }
}

extension SQLiteDatabase {
    /// The ids of all records, in the order in which they came.
    func recordIDs() async throws -> [String] {
        try await strings("SELECT id FROM kv_store ORDER BY rowid")
    }
}
