import AgentKV
import AgentKVSQLite
import Testing

@Suite struct AgentDataStoreBatchTests {
    @Test func `values of several kinds are set in one call and counted`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        #expect(try await data.setMany(["a": ["lines": 1], "b": ["lines": 2]]) == 2)
        #expect(try await data.setMany(["c": 3, "d": "four", "e": Score(points: 5)]) == 3)
        let nested: JSONObject = ["f": ["list": [1, "two"], "ok": true], "g": nil]
        #expect(try await data.setMany(nested) == 2)
        #expect(try await data.setMany([String: Int]()) == 0)
        let all = try await data.getAll()
        #expect(all.names == ["a", "b", "c", "d", "e", "f", "g"])
        #expect(all["e"] == ["points": 5])
        #expect(all["g"] == JSONValue.null)
    }

    @Test func `absent keys are left out`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        #expect(try await data.getMany(["a"]).isEmpty)
        try await data.setMany(["a": 1, "b": 2])
        #expect(try await data.getMany(["b", "x", "a", "b"]) == ["a": 1, "b": 2])
        #expect(try await data.getMany(["b", "x"], as: Int.self) == ["b": 2])
        await #expect { try await data.getMany(["a", "b"], as: String.self) } throws: {
            ($0 as? StoreError)?.key == "a"
        }
    }

    @Test func `keys that a dictionary takes for one are an error, and getAll has both`()
        async throws
    {
        let data = try await SQLiteDatabase.inMemory().data()
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        for hasData in [false, true] {
            await #expect {
                try await data.getMany([composed, decomposed])
            } throws: {
                guard case .ambiguousKeys(let key, _)? = $0 as? StoreError else { return false }
                return key.utf8.elementsEqual(decomposed.utf8)
            }
            if hasData { break }
            try await data.set(composed, to: 1)
            try await data.set(decomposed, to: 2)
        }
        let all = try await data.getAll()
        #expect(all.count == 2)
        #expect(all[composed] == 1)
        #expect(all[decomposed] == 2)
        #expect(try await data.getMany([composed, composed]) == [composed: 1])
    }

    @Test func `of a batch with one bad value nothing is set`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("a", to: "before")
        await #expect { try await data.setMany(["a": 1.5, "b": .nan]) } throws: {
            ($0 as? StoreError)?.key == "b"
        }
        #expect(try await data.getAll() == ["a": "before"])
    }

    @Test func `clear deletes one namespace and counts`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        #expect(try await data.clear() == 0)
        let other = data.useNamespace("other")
        try await data.setMany(["a": 1, "b": 2])
        try await other.set("a", to: 3)
        #expect(try await data.clear() == 2)
        #expect(try await data.clear() == 0)
        #expect(try await data.listKeys().isEmpty)
        #expect(try await other.getAll() == ["a": 3])
    }
}
