import AgentKV

extension Quickstart {
    /// Prints what happened, from what the two tasks have left in the store.
    func printSummary() async throws {
        try await printLongestFiles()
        let found = try await kv.get("\(run):found", default: 0)
        let inbox = try await kv.mget(
            ["sent", "dropped", "taken"].map { "\(run):\($0)" },
            as: Int.self
        )
        let counters = ["known", "lines", "skipped", "unreadable", "cache:misses", "cache:hits"]
        let counts = try await kv.mget(counters.map { "\(run):\($0)" }, as: Int.self)

        print("\nWhat happened")
        printRow("files found", found)
        printRow("sent to inbox:files, each twice", inbox[0] ?? 0)
        printRow("dropped by it as duplicates", inbox[1] ?? 0)
        printRow("taken from it and read", inbox[2] ?? 0)
        for (name, count) in zip(counters, counts) { printRow("counter \(name)", count ?? 0) }
        try await printKinds()
        for prefix in ["cache:", "inbox:", "\(run):"] {
            printRow("keys that begin with \(prefix)", await kv.count(prefix: prefix))
        }
        if try await kv.get("\(run):cut", default: false) {
            print("\nThe folder holds more: the scout stopped at \(FolderWalk.bounds).")
        }
    }

    /// Looks the longest files up again: what was found out about them is in the cache by now.
    private func printLongestFiles() async throws {
        guard let longest = try await kv.entry("\(run):longest", as: LongestFiles.self),
            !longest.value.places.isEmpty
        else { return print("  the folder holds no files") }
        let lifetime = longest.remainingLifetime?.components.seconds ?? 0
        print("\nThe longest files, kept at \(run):longest for \(lifetime) seconds more")
        for place in longest.value.places {
            guard let facts = try await facts(of: place.file) else { continue }
            printRow(place.file.id.printable, facts.lines, " lines, \(facts.words) words")
        }
    }

    /// Prints the most frequent kinds of files, found by the prefix of their counters.
    private func printKinds() async throws {
        let keys = try await kv.keys(prefix: "\(run):kind:")
        let counts = try await kv.mget(keys, as: Int.self)
        let kinds = zip(keys, counts).sorted { ($0.1 ?? 0) > ($1.1 ?? 0) }
        for (key, count) in kinds.prefix(5) {
            printRow("counter \(key.dropFirst(run.count + 1).printable)", count ?? 0)
        }
    }

    private func printRow(_ label: String, _ count: Int, _ unit: String = "") {
        let number = String(count)
        let gap = String(repeating: " ", count: max(2, 54 - label.count - number.count))
        print("  \(label)\(gap)\(number)\(unit)")
    }
}

extension StringProtocol {
    /// The text without control characters, for a terminal.
    var printable: String {
        String(
            map { $0.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } ? $0 : "?" }
        )
    }
}
