import AgentKV

extension StoreCheck {
    static let resuming: [StoreCheck] = [
        StoreCheck("a subscription goes on after the revision of a change") { store, _ in
            let changes = store.changes()
            for number in 1...5 { try await store.set("a", to: number) }
            try await store.set("b", to: 1)
            var iterator = changes.makeAsyncIterator()
            var seen: StoreChange?
            for _ in 1...3 { seen = try await iterator.next() }
            let start = ChangesStart.after(seen?.revision ?? Revision(rawValue: -1))
            let all = store.changes(from: start)
            let some = store.changes(prefix: "b", from: start)
            try await store.set("a", to: 6)
            try await expect(
                ToldChanges.soFar(all, of: store).words,
                is: ["set a 4", "set a 5", "set b 1", "set a 6"]
            )
            try await expect(ToldChanges.soFar(some, of: store).words, is: ["set b 1"])
        },
        StoreCheck("where what happened is not known, the state is told anew") { store, _ in
            for number in 1...3 { try await store.set("a", to: number) }
            try await store.set("b", to: 1)
            let changes = store.changes(from: .after(Revision(rawValue: 1)))
            let told = try await ToldChanges.soFarWithPresentState(changes, of: store)
            try expect(told.words, is: ["restarted", "set a 3", "set b 1", "current"])
        },
        StoreCheck("where nothing happened since, nothing is told") { store, _ in
            try await store.set("a", to: 1)
            let last = try await store.entry("a", as: Int.self)?.revision
            let changes = store.changes(from: .after(last ?? Revision(rawValue: 0)))
            var iterator = changes.makeAsyncIterator()
            async let first = iterator.next()
            try await store.set("b", to: 2)
            let change = try await first
            try expect(change?.key, is: "b")
        },
        StoreCheck("a revision that the store has not come to is not resumed from") { store, _ in
            _ = store.changes()
            try await store.set("a", to: 1)
            let future = Revision(rawValue: .max)
            let changes = store.changes(from: .after(future))
            let told = try await ToldChanges.soFarWithPresentState(changes, of: store)
            try expect(told.words, is: ["restarted", "set a 1", "current"])
        },
        StoreCheck("who does not read is told what was missed, and can resume") { store, _ in
            let changes = store.changes(prefix: "a", buffer: 10)
            let count = store.limits.historyChanges * 2 + 1_000
            for first in stride(from: 0, to: count, by: 500) {
                try await store.transaction { tx in
                    for number in first..<min(first + 500, count) {
                        try tx.set("a\(number % 7)", to: number)
                    }
                }
            }
            let told = await ToldChanges(changes)
            let numbers = try told.changes.map { try $0.value(as: Int.self) }
            try expect(numbers.count >= 10, "the buffer is told: \(numbers.count)")
            try expect(numbers, is: Array(0..<numbers.count), "what was told")
            guard case .missedChanges(let revision, _) = told.error else {
                return try expect(false, "\(String(describing: told.error)) says what was missed")
            }
            try expect(revision >= told.changes[numbers.count - 1].revision, "\(revision) is told")
            let again = store.changes(prefix: "a", from: .after(revision))
            var all = told
            try await all.append(ToldChanges.soFarWithPresentState(again, of: store))
            try await expect(all.replayed(), is: store.content())
        },
        StoreCheck("changes of other keys take no room in a buffer") { store, _ in
            let changes = store.changes(prefix: "mine", buffer: 3)
            for round in 0..<3 {
                try await store.set("mine", to: round)
                try await store.transaction { tx in
                    for number in 0..<store.limits.historyChanges { try tx.set("o", to: number) }
                }
            }
            try await expect(
                ToldChanges.soFar(changes, of: store).words,
                is: ["set mine 0", "set mine 1", "set mine 2"]
            )
        },
        StoreCheck("where nobody knows what happened, every subscriber has missed it") { store, _ in
            let changes = store.changes()
            try await store.set("a", to: 1)
            store.backend.coordinator.publishUnknownChanges()
            try await store.set("a", to: 2)
            let told = await ToldChanges(changes)
            try expect(told.words, is: ["set a 1"])
            guard case .missedChanges(let revision, _) = told.error else {
                return try expect(false, "\(String(describing: told.error)) says what was missed")
            }
            let again = store.changes(from: .after(revision))
            let rest = try await ToldChanges.soFarWithPresentState(again, of: store)
            try expect(rest.words, is: ["restarted", "set a 2", "current"])
        },
    ]
}
