import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct ImportFileTests {
    private func importing(_ bytes: [UInt8]) async throws -> (SQLiteStore, ImportResult) {
        try await withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/a.jsonl"))
            let database = try await SQLiteDatabase.inMemory()
            let kv = try await database.store(instance: "agents")
            let result = try await database.importFile(
                "\(folder)/a.jsonl",
                into: "agents",
                namespace: "default"
            )
            return (kv, result)
        }
    }

    @Test func `lines end as on any system, or not at all, and empty ones do not count`()
        async throws
    {
        let text = "{\"key\":\"a\",\"value\":1}\r\n\n  \r\n{\"key\":\"b\",\"value\":2}"
        let (kv, result) = try await importing(Array(text.utf8))
        #expect(result.recordsSet == 2)
        #expect(try await kv.keys() == ["a", "b"])
    }

    @Test(arguments: [1, 65_510, 65_536, 200_000])
    func `lines of any length are read whole`(_ length: Int) async throws {
        let long = String(repeating: "é", count: length)
        let text = (0..<3).map { "{\"key\":\"\($0)\",\"value\":\"\(long)\"}\n" }.joined()
        let (kv, result) = try await importing(Array(text.utf8))
        #expect(result.recordsSet == 3)
        for key in ["0", "1", "2"] { #expect(try await kv.get(key, as: String.self) == long) }
    }

    @Test func `an empty file has no records`() async throws {
        let (_, result) = try await importing([])
        #expect(result.records == 0)
    }

    @Test func `bytes that are no text are a bad line`() async throws {
        let good = Array("{\"key\":\"a\",\"value\":1}\n".utf8)
        let bad = Array("{\"key\":\"".utf8) + [0xFF] + Array("\",\"value\":1}\n".utf8)
        await #expect { try await importing(good + bad) } throws: {
            ($0 as? ImportError)?.line == 2
        }
    }

    @Test func `a file that cannot be read is an error and named`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase.inMemory()
            for path in ["\(folder)/none", folder, ""] {
                await #expect { try await database.importFile(path, into: "x") } throws: {
                    guard case .storage(.cannotOpen, let reason)? = $0 as? StoreError else {
                        return false
                    }
                    return path.isEmpty || reason.contains(path)
                }
            }
        }
    }

    /// Each batch sets both keys of a pair; an export that mixed moments would tear one apart.
    @Test func `many exports and imports beside writers are each of one moment`() async throws {
        try await withFolder { folder in
            try await withDatabase(inFile: true) { database in
                let kv = try await database.store(instance: "agents")
                try await kv.mset(Dictionary(uniqueKeysWithValues: (0..<900).map { ("f\($0)", 0) }))
                try await kv.mset(["a": 0, "z": 0])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            for round in 0..<20 {
                                let number = task * 100 + round
                                try await kv.mset(["a": number, "z": number])
                            }
                        }
                    }
                    for number in 0..<4 {
                        group.addTask {
                            let path = "\(folder)/\(number)"
                            try await database.export(instance: "agents", toFile: path)
                            let target = "copy \(number)"
                            try await database.importFile(
                                path,
                                into: target,
                                autoCreateInstance: true
                            )
                            let copy = try await database.store(instance: target)
                            let pair = try await copy.mget(["a", "z"], as: Int.self)
                            #expect(pair[0] == pair[1])
                            #expect(try await copy.count() == 902)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
