import AgentKV

extension StoreCheck {
    static let writing: [StoreCheck] = [
        StoreCheck("set replaces the value, whatever its type was") { store, _ in
            try await store.set("a", to: 1)
            try await store.set("a", to: "text")
            try await expect(store.get("a", as: String.self), is: "text")
            try await store.set("a", to: Sample())
            try await expect(store.get("a", as: Sample.self), is: Sample())
            try await store.set("a", to: [1, 2])
            try await store.set("a", to: nil)
            try await expect(store.get("a"), is: .some(.null))
            try await expect(store.count(), is: 1)
        },
        StoreCheck("set touches no other key") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let before = try await store.entry("a", as: Int.self)
            try await store.set("b", to: 2)
            try await expect(store.entry("a", as: Int.self), is: before)
        },
        StoreCheck("set without a lifetime removes the deadline") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.set("a", to: 2)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: nil)
            time.pass(.seconds(3_600))
            try await expect(store.get("a", as: Int.self), is: 2)
        },
        StoreCheck("set with a lifetime begins it anew") { store, time in
            try await store.set("a", to: 1)
            try await store.set("a", to: 2, ttl: .seconds(5))
            time.pass(.seconds(4))
            try await store.set("a", to: 3, ttl: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(store.get("a", as: Int.self), is: 3)
            time.passLastMoment()
            try await expect(store.get("a", as: Int.self), is: nil)
        },
        StoreCheck("setIfAbsent writes where nothing is") { store, time in
            try await expect(store.setIfAbsent("a", to: 1, ttl: .seconds(5)), is: true)
            try await expect(store.get("a", as: Int.self), is: 1)
            time.pass(toEndOf: .seconds(5))
            try await expect(store.exists("a"), is: false)
            try await expect(store.setIfAbsent("a", to: 2), is: true)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: nil)
        },
        StoreCheck("setIfAbsent leaves what is there, its deadline and its revision") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await expectNoChange(in: store) {
                try await expect(store.setIfAbsent("a", to: 2), is: false)
                try await expect(store.setIfAbsent("a", to: 2, ttl: .seconds(9)), is: false)
            }
        },
        StoreCheck("of many that race for an absent key, one sets it") { store, _ in
            for round in 1...20 {
                let won = try await race(16) { try await store.setIfAbsent("\(round)", to: $0) }
                try expect(won.count { $0 }, is: 1, "winners of round \(round)")
                try await expect(store.get("\(round)", as: Int.self), is: won.firstIndex(of: true))
            }
        },
        StoreCheck("delete is true where a value was, and harmless again") { store, _ in
            try await store.set("a", to: 1)
            try await store.set("b", to: 2)
            try await expect(store.delete("a"), is: true)
            try await expect(store.get("a"), is: nil)
            try await expect(store.delete("a"), is: false)
            try await expect(store.keys(), areKeys: ["b"])
        },
        StoreCheck("a deleted key leaves no deadline behind") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.delete("a")
            try await store.increment("a")
            time.pass(.seconds(10))
            try await expect(store.get("a", as: Int.self), is: 1)
        },
        StoreCheck("of many that race to delete a key, one does") { store, _ in
            for round in 1...20 {
                try await store.set("a", to: round)
                let deleted = try await race(16) { _ in try await store.delete("a") }
                try expect(deleted.count { $0 }, is: 1, "deleters of round \(round)")
            }
        },
    ]
}
