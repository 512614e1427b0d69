import AgentKV

extension StoreCheck {
    static let presentState: [StoreCheck] = [
        StoreCheck("the present state comes in the order of the keys, and then what happens") {
            store,
            _ in
            try await store.mset(["b": 2, "a": 1, "é": 3, "z": 4])
            try await store.delete("z")
            let revision = try await store.entry("a", as: Int.self)?.revision
            var iterator = store.changes(from: .presentState).makeAsyncIterator()
            var words: [String] = []
            for _ in 1...4 {
                guard let change = try await iterator.next() else { break }
                if change.key == "a" { try expect(change.revision, is: revision ?? .max) }
                words.append("\(change.kind.rawValue) \(change.key)")
            }
            try expect(words, is: ["set a", "set b", "set é", "current "])
            try await store.set("c", to: 5)
            try await store.delete("a")
            let rest = store.changes(from: .presentState)
            try await expect(
                ToldChanges.soFarWithPresentState(rest, of: store).words,
                is: ["set b 2", "set c 5", "set é 3", "current"]
            )
        },
        StoreCheck("the present state of nothing is current") { store, _ in
            try await store.set("b", to: 1)
            let changes = store.changes(prefix: "a", from: .presentState)
            let told = try await ToldChanges.soFarWithPresentState(changes, of: store)
            try expect(told.words, is: ["current"])
        },
        StoreCheck("the present state holds no entry whose lifetime has ended") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.set("b", to: 1, ttl: .seconds(50))
            time.pass(toEndOf: .seconds(5))
            let changes = store.changes(from: .presentState)
            let told = try await ToldChanges.soFarWithPresentState(changes, of: store)
            try await expect(told.replayed(), is: store.content())
        },
        StoreCheck("the present state and what follows leave no gap, however many write") {
            store,
            _ in
            for number in 0..<600 { try await store.set("k\(number)", to: number) }
            let changes = store.changes(from: .presentState, buffer: 100_000)
            async let early = ToldChanges.throughPresentState(changes)
            try await race(4) { task in
                for step in 0..<150 {
                    let key = "k\((step * 37 + task * 211) % 700)"
                    switch step % 5 {
                    case 0: try await store.delete(key)
                    case 1: try await store.update(key, as: Int.self) { $0 = ($0 ?? 0) + 1 }
                    case 2:
                        try await store.transaction { tx in
                            try tx.set(key, to: step)
                            try tx.set("n\(task)", to: step)
                        }
                    default: try await store.set(key, to: "\(task) \(step)")
                    }
                }
            }
            var told = try await early
            try await told.append(ToldChanges.soFar(changes, of: store))
            try await expect(told.replayed(), is: store.content(), "the replayed changes")
        },
    ]
}

extension Revision {
    fileprivate static var max: Revision { Revision(rawValue: .max) }
}
