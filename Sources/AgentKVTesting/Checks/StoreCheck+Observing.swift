import AgentKV

extension StoreCheck {
    static let observing: [StoreCheck] = [
        StoreCheck("an observer gets the present value, and each newer one") { store, _ in
            var absent = store.observe("a", as: Int.self).makeAsyncIterator()
            try await expect(absent.next(), is: .some(nil), "the value of an absent key")
            try await store.set("a", to: 1)
            var values = store.observe("a", as: Int.self).makeAsyncIterator()
            try await expect(values.next(), is: 1)
            try await expect(absent.next(), is: 1)
            try await store.set("a", to: 1)
            try await expect(values.next(), is: 1, "a set of an equal value")
            for number in 2...9 { try await store.set("a", to: number) }
            try await expect(values.next(), is: 9, "the latest value")
            try await store.delete("a")
            try await expect(values.next(), is: .some(nil), "the value of a deleted key")
            try await store.set("a", to: 1)
            try await store.delete("a")
            try await store.set("a", to: 10)
            try await expect(values.next(), is: 10)
        },
        StoreCheck("an observer is woken by a write that comes while it waits") { store, _ in
            let values = store.observe("a", as: Int.self)
            async let seen = {
                var seen: [Int] = []
                for try await value in values {
                    if let value { seen.append(value) }
                    if value == 50 { break }
                }
                return seen
            }()
            for number in 1...50 {
                try await store.set("a", to: number)
                try await store.set("b", to: number)
                await Task.yield()
            }
            let numbers = try await seen
            try expect(numbers, is: numbers.sorted(), "values in the order of their writes")
            try expect(numbers.last, is: 50)
        },
        StoreCheck("an observer is told that a lifetime has ended") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            var values = store.observe("a", as: Int.self).makeAsyncIterator()
            try await expect(values.next(), is: 1)
            async let next = values.next()
            time.pass(toEndOf: .seconds(5))
            let value = try await next
            try expect(value, is: .some(nil))
        },
        StoreCheck("an observer goes on after a value of another type") { store, _ in
            try await store.set("a", to: "text")
            var values = store.observe("a", as: Int.self).makeAsyncIterator()
            do {
                _ = try await values.next()
                try expect(false, "a text is no integer")
            } catch let error as StoreError {
                try expect(Refusal(error), is: .typeMismatch)
            }
            try await store.set("a", to: 1)
            try await expect(values.next(), is: 1)
        },
        StoreCheck("an observer of a store that has been closed comes to its end") { store, _ in
            var values = store.observe("a", as: Int.self).makeAsyncIterator()
            _ = try await values.next()
            async let next = values.next()
            store.coordinator.close()
            do {
                _ = try await next
                try expect(false, "a closed store ends its observers")
            } catch let error as StoreError {
                try expect(error, is: .closed)
            }
        },
    ]
}
