import AgentKV

/// Sees that the revisions in a store grow.
private struct RevisionWatch {
    let store: any KeyValueStore
    var last: Revision?

    mutating func expectLater(_ key: String, line: Int = #line) async throws {
        let entry = try await store.entry(key, as: JSONValue.self)
        guard let revision = entry?.revision else {
            throw Mismatch(reason: "expected \(key), found nothing", fileID: #fileID, line: line)
        }
        if let last { try expect(revision > last, "\(revision) is after \(last)", line: line) }
        last = revision
    }
}

extension StoreCheck {
    static let revisions: [StoreCheck] = [
        StoreCheck("each write has a greater revision than all before it") { store, _ in
            var watch = RevisionWatch(store: store)
            for key in ["a", "b", "a"] {
                try await store.set(key, to: 1)
                try await watch.expectLater(key)
                try await store.increment(key)
                try await watch.expectLater(key)
                try await store.update(key, as: Int.self) { $0 = 2 }
                try await watch.expectLater(key)
                try await store.mset([key: "x"])
                try await watch.expectLater(key)
                try await store.delete(key)
                try await store.setIfAbsent(key, to: 1)
                try await watch.expectLater(key)
                try await store.compareAndSet(key, to: [1], expecting: watch.last)
                try await watch.expectLater(key)
                try await store.listAppend(key, items: [2])
                try await watch.expectLater(key)
                try await store.listAppendUnique(key, items: [["id": 1]])
                try await watch.expectLater(key)
                _ = try await store.listPopAll(key)
                try await store.listAppend(key, items: [2])
                try await watch.expectLater(key)
                try await store.transaction { tx in try tx.set(key, to: 5) }
                try await watch.expectLater(key)
                try await store.deleteAll(prefix: key)
                try await store.set(key, to: 1)
                try await watch.expectLater(key)
            }
        },
        StoreCheck("set returns the revision of its write, also in a transaction") { store, _ in
            let typed = try await store.set("a", to: 1)
            try await expect(store.entry("a", as: Int.self)?.revision, is: typed)
            let json = try await store.set("a", to: ["x": 1, "y": "z"], ttl: .seconds(5))
            try await expect(store.entry("a", as: JSONValue.self)?.revision, is: json)
            let texts = try await store.set("a", to: ["p", "q"] as [String])
            try await expect(store.entry("a", as: JSONValue.self)?.revision, is: texts)
            let revisions = try await store.transaction { tx in
                [try tx.set("a", to: 2), try tx.set("b", to: ["x": nil] as JSONValue)]
            }
            try await expect(store.entry("a", as: JSONValue.self)?.revision, is: revisions[0])
            try await expect(store.entry("b", as: JSONValue.self)?.revision, is: revisions[1])
            let written = try await store.compareAndSet("a", to: 3, expecting: revisions[0])
            try expect(written != nil, "the revision that set returned is that of the entry")
        },
        StoreCheck("an expired key that is set again has a new revision") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let before = try await store.entry("a", as: Int.self)?.revision
            time.pass(toEndOf: .seconds(5))
            try await store.set("a", to: 1)
            let after = try await store.entry("a", as: Int.self)?.revision
            guard let before, let after else { return try expect(false, "a is there") }
            try expect(after > before, "\(after) comes after \(before)")
        },
        StoreCheck("a revision is used once, however many write") { store, _ in
            let revisions = try await race(8) { task in
                var revisions: [Revision] = []
                for number in 0..<25 {
                    let key = "\(task) \(number)"
                    if let new = try await store.compareAndSet(key, to: 1, expecting: nil) {
                        revisions.append(new)
                    }
                }
                return revisions
            }
            try expect(Set(revisions.flatMap { $0 }).count, is: 200)
            for own in revisions { try expect(own, is: own.sorted(), "one task's revisions") }
        },
        StoreCheck("what a transaction wrote carries the revisions that it was told") { store, _ in
            let told = try await store.transaction { tx in
                let first = try tx.compareAndSet("a", to: 1, expecting: nil)
                try tx.set("b", to: 2)
                return [first, try tx.entry("b", as: Int.self)?.revision]
            }
            try await expect(store.entry("a", as: Int.self)?.revision, is: told[0])
            try await expect(store.entry("b", as: Int.self)?.revision, is: told[1])
        },
    ]
}
