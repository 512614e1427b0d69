import AgentKV

extension StoreCheck {
    static let loadOptions: [StoreCheck] = [
        StoreCheck("a stale value is served while one load in the background runs") { store, time in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            let (loads, started, allowed) = (Tally(), Gate(), Gate())
            let load = { @Sendable in
                let number = loads.raise()
                if number == 2 {
                    started.open()
                    try await allowed.pass()
                }
                return number
            }
            try await expect(store.value(for: "a", options: options, load: load), is: 1)
            time.pass(.seconds(9))
            try await expect(store.value(for: "a", options: options, load: load), is: 1)
            time.pass(.seconds(1))
            for _ in 1...3 {
                try await expect(store.value(for: "a", options: options, load: load), is: 1)
            }
            try await started.pass()
            // Its lifetime ends, and whoever comes now waits for the load that is under way.
            time.pass(.seconds(6))
            let late = Task { try await store.value(for: "a", options: options, load: load) }
            allowed.open()
            try await expect(late.value, is: 2)
            try await expect(store.value(for: "a", options: options, load: load), is: 2)
            try expect(loads.count, is: 2)
        },
        StoreCheck("a stale value is not overwritten by a load if it was set anew") { store, time in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            let done = Gate()
            try await store.set("a", to: 1, ttl: .seconds(5))
            let value = try await store.value(for: "a", options: options) {
                try await store.set("a", to: 3)
                done.open()
                return 2
            }
            try expect(value, is: 1)
            try await done.pass()
            try await expect(store.get("a", as: Int.self), is: 3)
        },
        StoreCheck("a lifetime is shortened by its jitter, and not prolonged") { store, _ in
            for (random, seconds) in [(0, 100), (0.5, 90), (1, 80), (7, 80), (-1, 100)] {
                let options = LoadOptions(ttl: .seconds(100), jitter: 0.2) { random }
                _ = try await store.value(for: "a", options: options) { 1 }
                let left = try await store.entry("a", as: Int.self)?.remainingLifetime
                try expect(left, is: .seconds(seconds))
                try await store.delete("a")
            }
        },
        StoreCheck("options that make no sense are refused, great ones are not") { store, _ in
            let loads = Tally()
            let refused = [
                LoadOptions(ttl: .zero), LoadOptions(staleFor: .nanoseconds(-1)),
                LoadOptions(ttl: .seconds(5), jitter: 1.1), LoadOptions(jitter: -0.1),
                LoadOptions(jitter: .nan), LoadOptions(jitter: .infinity),
            ]
            try await store.set("there", to: 1)
            for options in refused {
                for key in ["a", "there"] {
                    try await expect(store, refuses: .invalidTTL, of: key) {
                        try await store.value(for: key, options: options) { loads.raise() }
                    }
                }
            }
            try expect(loads.count, is: 0)
            let longest = Duration.seconds(Int64.max)
            for random in [0, 0.3, 1] {
                for ttl in [
                    Duration(attoseconds: .max), longest, .nanoseconds(Int64.max), .nanoseconds(1),
                ] {
                    let options = LoadOptions(ttl: ttl, staleFor: longest, jitter: 1) { random }
                    try await expect(store.value(for: "b", options: options) { 1 }, is: 1)
                    try await store.delete("b")
                }
            }
        },
    ]
}
