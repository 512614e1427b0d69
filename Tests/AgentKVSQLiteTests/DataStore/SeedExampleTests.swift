import AgentKV
import AgentKVSQLite
import Testing

/// The complete example of seed 003, in Swift.
@Suite struct SeedExampleTests {
    private func run(
        repo: String,
        query: String = "",
        dataStore: AgentDataStore
    ) async throws -> JSONValue {
        // Check if repo is already indexed
        let namespaces = try await dataStore.listNamespaces()
        let filesNamespace = "files:\(repo)"
        guard namespaces.contains(filesNamespace) else {
            return ["error": "Repository \(repo) not indexed. Run indexer first."]
        }

        // Access the indexed files
        let files = dataStore.useNamespace(filesNamespace)
        let summaries = dataStore.useNamespace("summary:\(repo)")

        // Search through summaries
        var results: [JSONValue] = []
        for key in try await summaries.listKeys() {
            guard let summary = try await summaries.get(key),
                "\(summary)".lowercased().contains(query.lowercased())
            else { continue }
            let file = try await files.get(key, default: [:])
            var preview = ""
            if case .string(let content)? = file["content"] {
                preview = String(content.prefix(200))
            }
            results.append(
                ["file": .string(key), "summary": summary, "content_preview": .string(preview)]
            )
        }

        // Cache search results
        let cache = dataStore.useNamespace("search-cache")
        let count = JSONValue.integer(Int64(results.count))
        try await cache.set("\(repo):\(query)", to: ["results": .array(results), "count": count])

        return [
            "repo": .string(repo),
            "query": .string(query),
            "matches": count,
            "results": .array(Array(results.prefix(10))),  // Limit response size
        ]
    }

    @Test func `it finds what the indexer has stored, and caches the answer`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let indexer = database.data(agent: "indexer")
        let searcher = database.data(agent: "search")
        let unknown = try await run(repo: "kv", dataStore: searcher)
        #expect(unknown == ["error": "Repository kv not indexed. Run indexer first."])

        let long = String(repeating: "x", count: 500)
        try await indexer.useNamespace("files:kv").setMany([
            "src/main.py": ["content": "\(long)"], "src/store.py": ["content": "class Store"],
        ])
        try await indexer.useNamespace("summary:kv").setMany([
            "src/gone.py": "The main STORE of old", "src/main.py": "Starts the server",
            "src/store.py": "The store itself",
        ])

        let found = try await run(repo: "kv", query: "store", dataStore: searcher)
        #expect(found["matches"] == 2)
        #expect(found["results"]?[0]?["file"] == "src/gone.py")
        #expect(found["results"]?[0]?["content_preview"] == "")
        #expect(found["results"]?[1]?["content_preview"] == "class Store")
        let everything = try await run(repo: "kv", dataStore: searcher)
        #expect(everything["matches"] == 3)
        #expect(
            everything["results"]?[1]?["content_preview"]
                == .string(String(repeating: "x", count: 200))
        )

        let cached = try await searcher.useNamespace("search-cache").get("kv:store")
        #expect(cached == ["results": found["results"] ?? nil, "count": 2])
        #expect(
            try await searcher.listNamespaces() == ["files:kv", "search-cache", "summary:kv"]
        )
        let author = try await searcher.useNamespace("files:kv").record("src/main.py")?.createdBy
        #expect(author == "indexer")
    }
}
