import AgentKV

extension StoreCheck {
    static let comparisons: [StoreCheck] = [
        StoreCheck("compareAndSet that expects nothing sets an absent key only") { store, _ in
            let revision = try await store.compareAndSet("a", to: 1, expecting: nil)
            try await expect(store.entry("a", as: Int.self)?.revision, is: revision)
            try expect(revision != nil, "an absent key is set")
            try await expectNoChange(in: store) {
                try await expect(store.compareAndSet("a", to: 2, expecting: nil), is: nil)
            }
        },
        StoreCheck(
            "compareAndSet with the revision that was read sets, and returns the new one"
        ) { store, _ in
            try await store.set("a", to: 1)
            let read = try await store.entry("a", as: Int.self)?.revision
            let written = try await store.compareAndSet("a", to: 2, expecting: read)
            let entry = try await store.entry("a", as: Int.self)
            try expect(entry?.value, is: 2)
            try expect(entry?.revision, is: written)
            try expect(written != read && written != nil, "a write has a revision of its own")
        },
        StoreCheck("compareAndSet with a revision that is past changes nothing") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let read = try await store.entry("a", as: Int.self)?.revision
            // The same value and deadline: it is the write that counts.
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await expectNoChange(in: store) {
                try await expect(store.compareAndSet("a", to: 2, expecting: read), is: nil)
                try await expect(
                    store.compareAndSet("a", to: 2, expecting: read, ttl: .seconds(9)),
                    is: nil
                )
            }
        },
        StoreCheck(
            "compareAndSet sees that a key was deleted, and that it was set again"
        ) { store, _ in
            try await store.set("a", to: 1)
            let read = try await store.entry("a", as: Int.self)?.revision
            try await store.delete("a")
            try await expect(store.compareAndSet("a", to: 2, expecting: read), is: nil)
            try await expect(store.exists("a"), is: false)
            try await store.set("a", to: 1)
            try await expect(store.compareAndSet("a", to: 2, expecting: read), is: nil)
            try await expect(store.get("a", as: Int.self), is: 1)
        },
        StoreCheck("compareAndSet replaces the deadline as set does") { store, _ in
            try await store.set("a", to: 1)
            for ttl in [.seconds(5), nil, .seconds(7)] as [Duration?] {
                let read = try await store.entry("a", as: Int.self)?.revision
                let written = try await store.compareAndSet("a", to: 2, expecting: read, ttl: ttl)
                try expect(written != nil, "it sets the key")
                try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: ttl)
            }
        },
        StoreCheck("a change of lifetime is no write for compareAndSet") { store, _ in
            try await store.set("a", to: 1)
            let read = try await store.entry("a", as: Int.self)?.revision
            try await store.expire("a", ttl: .seconds(5))
            try await store.persist("a")
            let written = try await store.compareAndSet("a", to: 2, expecting: read)
            try expect(written != nil, "it sets the key")
        },
        StoreCheck("of many that race with one revision, one sets") { store, _ in
            try await store.set("a", to: -1)
            for round in 1...20 {
                let read = try await store.entry("a", as: Int.self)?.revision
                let written = try await race(16) {
                    try await store.compareAndSet("a", to: $0, expecting: read)
                }
                try expect(written.count { $0 != nil }, is: 1, "winners of round \(round)")
                let winner = written.firstIndex { $0 != nil }
                try await expect(store.get("a", as: Int.self), is: winner)
            }
        },
        StoreCheck("a counter kept by compareAndSet loses nothing") { store, _ in
            try await race(4) { _ in
                for _ in 0..<20 {
                    // So many attempts that one that is free of errors succeeds before.
                    for attempt in 1...10_000 {
                        try expect(attempt < 10_000, "compareAndSet succeeds at some time")
                        let entry = try await store.entry("a", as: Int.self)
                        let next = (entry?.value ?? 0) + 1
                        let written = try await store.compareAndSet(
                            "a",
                            to: next,
                            expecting: entry?.revision
                        )
                        if written != nil { break }
                        await Task.yield()
                    }
                }
            }
            try await expect(store.get("a", as: Int.self), is: 80)
        },
    ]
}
