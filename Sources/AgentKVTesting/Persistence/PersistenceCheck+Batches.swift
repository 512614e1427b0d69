import AgentKV

extension PersistenceCheck {
    static let batches: [PersistenceCheck] = [
        PersistenceCheck("an adapter begins with nothing") { trial in
            try await expect(trial.reload().entries, areEntries: [])
        },
        PersistenceCheck("a committed batch is loaded") { trial in
            let entries = [trial.entry("a", "1"), trial.entry("b", "[true]")]
            try await trial.commit(entries)
            try await expect(trial.reload().entries, areEntries: entries)
            try await expect(trial.reload().entries, areEntries: entries)
        },
        PersistenceCheck("of several states of a key the last one counts") { trial in
            let kept = trial.entry("b", "0")
            try await trial.commit([
                trial.entry("a", "\"a longer text\"", expiresAt: trial.now + 1_000), kept,
            ])
            let last = trial.entry("a", "2")
            try await trial.commit([last])
            try await expect(trial.reload().entries, areEntries: [last, kept])
        },
        PersistenceCheck("a key that a batch says is absent is gone, and no other") { trial in
            let kept = trial.entry("ab", "2")
            try await trial.commit([trial.entry("a", "1"), kept, trial.entry("c", "3")])
            try await trial.commit([], removing: ["a", "c", "never there"])
            try await expect(trial.reload().entries, areEntries: [kept])
        },
        PersistenceCheck("a key that was absent can be there again") { trial in
            try await trial.commit([trial.entry("a", "1")])
            try await trial.commit([], removing: ["a"])
            let again = trial.entry("a", "2")
            try await trial.commit([again])
            try await expect(trial.reload().entries, areEntries: [again])
        },
        PersistenceCheck("a batch that is given twice does no harm") { trial in
            try await trial.commit([trial.entry("a", "1"), trial.entry("b", "2")])
            let changed = trial.entry("a", "3")
            let batch = try await trial.commit([changed], removing: ["b"])
            try await trial.adapter.commit(batch)
            try await expect(trial.reload().entries, areEntries: [changed])
            try await trial.adapter.commit(batch)
            try await expect(trial.reload().entries, areEntries: [changed])
        },
        PersistenceCheck("an empty batch changes nothing") { trial in
            let entry = trial.entry("a", "1")
            try await trial.commit([entry])
            try await trial.commit([])
            try await expect(trial.reload().entries, areEntries: [entry])
        },
        PersistenceCheck("a large batch is loaded whole, each key once") { trial in
            let entries = (10_000..<15_000).map { trial.entry("key \($0)", "{\"n\":\($0)}") }
            try await trial.commit(entries)
            try await expect(trial.reload().entries, areEntries: entries)
            let removed = entries.enumerated().filter { $0.offset.isMultiple(of: 3) }
            try await trial.commit([], removing: removed.map(\.element.key))
            let rest = entries.enumerated().filter { !$0.offset.isMultiple(of: 3) }
            try await expect(trial.reload().entries, areEntries: rest.map(\.element))
        },
        PersistenceCheck("what fails while a page is received is passed on") { trial in
            struct Stop: Error {}
            try await trial.commit([trial.entry("a", "1")])
            do {
                _ = try await trial.adapter.load { _ in throw Stop() }
                try expect(false, "the error of the receiver is thrown")
            } catch is Stop {}
        },
    ]

    static let revisions: [PersistenceCheck] = [
        PersistenceCheck("the highest revision of an entry is told") { trial in
            try await trial.commit([trial.entry("a", "1"), trial.entry("b", "2")])
            try await expect(trial.reload().revision, isAtLeast: Revision(rawValue: 2))
        },
        PersistenceCheck("the highest revision survives the removal of its key") { trial in
            try await trial.commit([trial.entry("a", "1")])
            try await trial.commit([trial.entry("b", "2")])
            try await trial.commit([], removing: ["b"])
            try await expect(trial.reload().revision, isAtLeast: Revision(rawValue: 2))
            try await trial.commit([], removing: ["a"])
            try await expect(trial.reload().revision, isAtLeast: Revision(rawValue: 2))
        },
        PersistenceCheck("the revision of a batch counts, also of an empty one") { trial in
            let revision = Revision(rawValue: 1 << 52 + 1)
            try await trial.adapter.commit(
                PersistenceBatch(entries: [], removed: [], revision: revision)
            )
            try await expect(trial.reload().revision, isAtLeast: revision)
            try await trial.commit([trial.entry("a", "1")])
            try await expect(trial.reload().revision, isAtLeast: revision)
        },
    ]
}

/// Throws unless a revision is the least that it may be, or a greater one.
func expect(
    _ found: Revision,
    isAtLeast least: Revision,
    fileID: String = #fileID,
    line: Int = #line
) throws {
    try expect(
        found >= least,
        "the revision \(found) is less than \(least)",
        fileID: fileID,
        line: line
    )
}
