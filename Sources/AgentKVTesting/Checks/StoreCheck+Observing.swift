import AgentKV

extension StoreCheck {
    static let observing: [StoreCheck] = [
        StoreCheck("an observer gets the present value, and each newer one") { store, _ in
            let absent = store.observe("a", as: Int.self)
            try await expect(next(absent, of: store), is: nil, "the value of an absent key")
            try await store.set("a", to: 1)
            let values = store.observe("a", as: Int.self)
            try await expect(next(values, of: store), is: 1)
            try await expect(next(absent, of: store), is: 1)
            try await store.set("a", to: 1)
            try await expect(next(values, of: store), is: 1, "a set of an equal value")
            for number in 2...9 { try await store.set("a", to: number) }
            try await expect(next(values, of: store), is: 9, "the latest value")
            try await store.delete("a")
            try await expect(next(values, of: store), is: nil, "the value of a deleted key")
            try await store.set("a", to: 1)
            try await store.delete("a")
            try await store.set("a", to: 10)
            try await expect(next(values, of: store), is: 10)
        },
        StoreCheck("an observer is woken by a write that comes while it waits") { store, _ in
            let values = store.observe("a", as: Int.self)
            let awaited = Awaited(of: store) {
                var seen: [Int] = []
                for try await value in values {
                    if let value { seen.append(value) }
                    if value == 50 { return seen }
                }
                return nil
            }
            for number in 1...50 {
                try await store.set("a", to: number)
                try await store.set("b", to: number)
                await Task.yield()
            }
            let numbers = try await awaited.result()
            try expect(numbers, is: numbers.sorted(), "values in the order of their writes")
            try expect(numbers.last, is: 50)
        },
        StoreCheck("an observer is told that a lifetime has ended") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let values = store.observe("a", as: Int.self)
            try await expect(next(values, of: store), is: 1)
            let awaited = Awaited(values, of: store)
            time.pass(toEndOf: .seconds(5))
            let value = try await awaited.result()
            try expect(value, is: nil)
        },
        StoreCheck("an observer goes on after a value of another type") { store, _ in
            try await store.set("a", to: "text")
            let values = store.observe("a", as: Int.self)
            do {
                _ = try await next(values, of: store)
                try expect(false, "a text is no integer")
            } catch let error as StoreError {
                try expect(Refusal(error), is: .typeMismatch)
            }
            try await store.set("a", to: 1)
            try await expect(next(values, of: store), is: 1)
        },
        StoreCheck("an observer of a store that has been closed comes to its end") { store, _ in
            let values = store.observe("a", as: Int.self)
            _ = try await next(values, of: store)
            let awaited = Awaited(values, of: store)
            store.backend.coordinator.close()
            do {
                _ = try await awaited.result()
                try expect(false, "a closed store ends its observers")
            } catch let error as StoreError {
                try expect(error, is: .closed)
            }
        },
    ]
}
