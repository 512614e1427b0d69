import AgentKV

extension StoreCheck {
    static let changes: [StoreCheck] = [
        StoreCheck("each write is told as what it is, with its key and value") { store, _ in
            let changes = store.changes()
            try await store.set("a", to: 1)
            try await store.set("a", to: 1)
            try await store.increment("a", by: 2)
            try await store.setIfAbsent("b", to: "x")
            try await store.compareAndSet("c", to: true, expecting: nil)
            try await store.update("c", as: Bool.self) { $0 = false }
            try await store.update("c", as: Bool.self) { $0 = nil }
            try await store.mset(["d": 1])
            try await store.delete("d")
            try await store.set("p1", to: 1)
            try await store.deleteAll(prefix: "p")
            let told = try await ToldChanges.soFar(changes, of: store)
            try expect(
                told.words,
                is: [
                    "set a 1", "set a 1", "set a 3", "set b \"x\"", "set c true", "set c false",
                    "deleted c", "set d 1", "deleted d", "set p1 1", "deleted p1",
                ]
            )
        },
        StoreCheck("a list is told whole with each append, and as popped when taken") { store, _ in
            let changes = store.changes()
            try await store.listAppend("l", items: [1])
            try await store.listAppend("l", items: [2, 3])
            _ = try await store.listPopAll("l")
            try await store.listAppendUnique("u", items: [["id": 1]])
            _ = try await store.listPopAll("u", as: [String: Int].self)
            try await store.transaction { tx in
                try tx.listAppend("t", items: [1])
                _ = try tx.listPopAll("t")
            }
            let told = try await ToldChanges.soFar(changes, of: store)
            try expect(
                told.words,
                is: [
                    "set l [1]", "set l [1,2,3]", "popped l", "set u [{\"id\":1}]", "popped u",
                    "set t [1]", "popped t",
                ]
            )
        },
        StoreCheck("changes come in the order of their revisions, as the entries have") {
            store,
            _ in
            let changes = store.changes()
            var revisions: [Revision?] = []
            for key in ["b", "a", "b"] {
                try await store.set(key, to: 1)
                revisions.append(try await store.entry(key, as: Int.self)?.revision)
            }
            try await store.delete("a")
            try await store.transaction { tx in
                for key in ["c", "d", "c"] { try tx.set(key, to: key) }
            }
            let told = try await ToldChanges.soFar(changes, of: store).changes
            try expect(told.map(\.key), areKeys: ["b", "a", "b", "a", "c", "d", "c"])
            try expect(told.prefix(3).map(\.revision), is: revisions.compactMap { $0 })
            for (former, next) in zip(told, told.dropFirst()) {
                try expect(former.revision < next.revision, "\(next) comes after \(former)")
            }
        },
        StoreCheck("a change keeps its value, whatever is written after it") { store, _ in
            let changes = store.changes()
            try await store.set("a", to: Sample())
            try await store.set("a", to: Sample(name: "Bea"))
            for number in 1...300 {
                try await store.listAppend("l", items: [.integer(Int64(number))])
            }
            _ = try await store.listPopAll("l")
            let told = try await ToldChanges.soFar(changes, of: store).changes
            try expect(told[0].value(as: Sample.self), is: Sample())
            try expect(told[1].value(as: Sample.self), is: Sample(name: "Bea"))
            for number in 1...300 {
                try expect(told[1 + number].value(as: [Int].self), is: Array(1...number))
            }
            try expect(told.last?.value(as: [Int].self), is: nil)
        },
        StoreCheck("a value of another type is an error of who reads it") { store, _ in
            let changes = store.changes()
            try await store.set("a", to: "text")
            let told = try await ToldChanges.soFar(changes, of: store).changes
            do {
                _ = try told[0].value(as: Int.self)
                try expect(false, "a text is no integer")
            } catch let error as StoreError {
                try expect(Refusal(error), is: .typeMismatch)
            }
        },
        StoreCheck("a subscriber is told of its prefix, which is one of bytes") { store, _ in
            let keys = ["run:4", "run:42", "run:42:a", "run:421", "é1", "e\u{301}1", "e"]
            let prefixes = ["run:42", "run:42:", "é", "e", "", "run:42:a:b"]
            let subscriptions = prefixes.map { store.changes(prefix: $0) }
            for key in keys { try await store.set(key, to: 1) }
            for (prefix, subscription) in zip(prefixes, subscriptions) {
                let told = try await ToldChanges.soFar(subscription, of: store)
                try expect(
                    told.changes.map(\.key),
                    areKeys: keys.filter { $0.utf8.starts(with: prefix.utf8) }
                )
            }
        },
        StoreCheck("a subscription begins when it is made") { store, _ in
            try await store.set("a", to: 1)
            let first = store.changes()
            try await store.set("a", to: 2)
            let second = store.changes()
            try await store.set("a", to: 3)
            try await expect(
                ToldChanges.soFar(first, of: store).words,
                is: ["set a 2", "set a 3"]
            )
            try await expect(ToldChanges.soFar(second, of: store).words, is: ["set a 3"])
        },
    ]
}
