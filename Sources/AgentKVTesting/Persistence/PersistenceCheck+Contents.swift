import AgentKV

extension PersistenceCheck {
    static let expiry: [PersistenceCheck] = [
        PersistenceCheck("an entry is handed over until its time of day has come") { trial in
            let entry = trial.entry("a", "1", expiresAt: trial.now + 5_000)
            let lasting = trial.entry("b", "2")
            try await trial.commit([entry, lasting])
            trial.clock.advance(by: .milliseconds(4_999))
            try await expect(trial.reload().entries, areEntries: [entry, lasting])
            trial.clock.advance(by: .milliseconds(1))
            try await expect(trial.reload().entries, areEntries: [lasting])
        },
        PersistenceCheck("an entry that has expired when it is committed is not there") { trial in
            let last = trial.entry("a", "1")
            try await trial.commit([last])
            try await trial.commit([trial.entry("a", "2", expiresAt: trial.now)])
            try await expect(trial.reload().entries, areEntries: [])
            try await expect(trial.reload().revision, isAtLeast: Revision(rawValue: 2))
        },
        PersistenceCheck("a later state brings its own expiry, or none") { trial in
            try await trial.commit([
                trial.entry("a", "1", expiresAt: trial.now + 1_000),
                trial.entry("b", "1", expiresAt: trial.now + 1_000),
            ])
            let entries = [
                trial.entry("a", "1"), trial.entry("b", "1", expiresAt: trial.now + 9_000),
            ]
            try await trial.commit(entries)
            trial.clock.advance(by: .seconds(5))
            try await expect(trial.reload().entries, areEntries: entries)
        },
        PersistenceCheck("an expired key can be written again") { trial in
            try await trial.commit([trial.entry("a", "1", expiresAt: trial.now + 1_000)])
            trial.clock.advance(by: .seconds(1))
            let again = trial.entry("a", "2")
            try await trial.commit([again])
            try await expect(trial.reload().entries, areEntries: [again])
        },
        PersistenceCheck("an expiry in the far future stays what it is") { trial in
            let entries = [
                trial.entry("a", "1", expiresAt: 253_402_300_799_999),
                trial.entry("b", "1", expiresAt: 9_007_199_254_740_993),
            ]
            try await trial.commit(entries)
            try await expect(trial.reload().entries, areEntries: entries)
        },
    ]

    static let contents: [PersistenceCheck] = [
        PersistenceCheck("keys of all kinds stay apart, and what they are") { trial in
            let keys = [
                " ", "'", "\"", "%", "_", "*", "[", "\\", "/", ":", "a'; --", "A", "a", "ä",
                "e\u{301}", "\u{e9}", "\u{1F44D}\u{1F3FD}", "\u{FEFF}a", "line\nbreak", "\u{7F}",
                String(repeating: "k", count: 2_048),
            ].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let entries = keys.map { trial.entry($0, "1") }
            try await trial.commit(entries)
            try await expect(trial.reload().entries, areEntries: entries)
            for place in keys.indices where place.isMultiple(of: 2) {
                try await trial.commit([], removing: [keys[place]])
            }
            let rest = entries.indices.filter { !$0.isMultiple(of: 2) }.map { entries[$0] }
            try await expect(trial.reload().entries, areEntries: rest)
        },
        PersistenceCheck("a text comes back byte for byte") { trial in
            let texts = [
                "null", "true", "0", "-0.0", "1.0", "1e3", "9223372036854775807", "\"\"",
                "\"e\u{301} \u{e9} \u{1F44D}\"", "\"\\u0000 \\n \\\" \\\\ '\"", "[]", "{}",
                "{\"b\":1,\"a\":[1,2.50,null],\"b\":{}}", "[ 1 , 2 ]",
                "\"" + String(repeating: "long ", count: 20_000) + "\"",
            ]
            let entries = texts.enumerated().map { trial.entry("\(100 + $0.offset)", $0.element) }
            try await trial.commit(entries)
            try await expect(trial.reload().entries, areEntries: entries)
        },
    ]
}
