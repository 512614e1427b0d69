import AgentKV

extension StoreCheck {
    static let subscribers: [StoreCheck] = [
        StoreCheck("many subscribers are each told all of theirs, once") { store, _ in
            let prefixes = (0..<30).map { "p\($0 % 4):" } + ["", "p", "p1", "nothing"]
            let subscriptions = prefixes.map { store.changes(prefix: $0, buffer: 100_000) }
            async let told = race(prefixes.count) { await ToldChanges(subscriptions[$0]) }
            try await race(8) { task in
                for step in 0..<60 {
                    let key = "p\((task + step) % 4):\(step % 5)"
                    if step % 7 == 0 {
                        try await store.delete(key)
                    } else {
                        try await store.set(key, to: task * 1_000 + step)
                    }
                    if step % 10 == 0 { await Task.yield() }
                }
            }
            store.backend.coordinator.close()
            let all = try await told
            let reference = all[prefixes.count - 4].changes
            try expect(reference.count > 8 * 50, "\(reference.count) changes are told")
            for (prefix, told) in zip(prefixes, all) {
                try expect(told.error, is: .closed, prefix)
                try expect(
                    told.changes.map(\.revision),
                    is: reference.filter { $0.key.hasPrefix(prefix) }.map(\.revision),
                    "the changes of \(prefix)"
                )
                try await expect(told.replayed(), is: store.content(prefix: prefix), prefix)
            }
        },
        StoreCheck("a subscriber that waits is woken by a change, and by the end") { store, _ in
            let changes = store.changes(prefix: "a")
            async let told = ToldChanges(changes)
            for number in 1...20 {
                try await store.set("b", to: number)
                try await store.set("a", to: number)
                await Task.yield()
            }
            store.backend.coordinator.close()
            let words = try await told.words
            try expect(words, is: (1...20).map { "set a \($0)" })
        },
        StoreCheck("a store that has been closed ends every subscriber, also a later one") {
            store,
            _ in
            let changes = store.changes()
            try await store.set("a", to: 1)
            store.backend.coordinator.close()
            try await expect(ToldChanges.soFar(changes, of: store).words, is: ["set a 1"])
            try await expect(ToldChanges.soFar(changes, of: store, isOver: true).words, is: [])
            try await expect(ToldChanges.soFar(store.changes(), of: store).words, is: [])
        },
        StoreCheck("a subscriber whose task is cancelled comes to its end") { store, _ in
            try await store.set("a", to: 1)
            for start in [ChangesStart.now, .presentState, .after(Revision(rawValue: 0))] {
                let changes = store.changes(from: start)
                let task = Task { await ToldChanges(changes) }
                await Task.yield()
                task.cancel()
                let told = await task.value
                try expect(told.error, is: nil, "the end of a subscriber that is cancelled")
            }
        },
        StoreCheck("a buffer without room is refused") { store, _ in
            for buffer in [0, -1, Int.min] {
                let told = await ToldChanges(store.changes(from: .presentState, buffer: buffer))
                guard let error = told.error else {
                    return try expect(false, "a buffer of \(buffer) is refused")
                }
                try expect(Refusal(error), is: .invalidLimit(buffer))
                try expect(told.changes.count, is: 0)
            }
        },
    ]
}
