import AgentKV

private struct Failure: Error {}

extension StoreCheck {
    static let loading: [StoreCheck] = [
        StoreCheck("an absent value is loaded and set, one that is there is not") { store, time in
            let loads = Tally()
            for _ in 1...3 {
                let value = try await store.value(for: "a", ttl: .seconds(5)) { loads.raise() }
                try expect(value, is: 1)
            }
            try await expect(store.get("a", as: Int.self), is: 1)
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(store.value(for: "a") { loads.raise() }, is: 1)
            time.passLastMoment()
            try await expect(store.value(for: "a") { loads.raise() }, is: 2)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: nil)
        },
        StoreCheck("a stored null is not loaded again") { store, _ in
            let loads = Tally()
            for _ in 1...2 {
                let value = try await store.value(for: "a") { () -> Int? in
                    loads.raise()
                    return nil
                }
                try expect(value == nil, "\(String(describing: value)) is nil")
                let json = try await store.value(for: "b") { () -> JSONValue in
                    loads.raise()
                    return .null
                }
                try expect(json, is: .null)
            }
            try expect(loads.count, is: 2)
        },
        StoreCheck("of many that want a value, one loads it") { store, _ in
            let loads = Tally()
            let scope = store.scoped(to: "run")
            let values = try await race(60) { task in
                let load = { @Sendable in
                    await Task.yield()
                    return loads.raise()
                }
                return task % 2 == 0
                    ? try await store.value(for: "run:a", load: load)
                    : try await scope.value(for: "a", load: load)
            }
            try expect(values, is: Array(repeating: 1, count: 60))
            try expect(loads.count, is: 1)
        },
        StoreCheck("what a load throws is passed on and not kept") { store, _ in
            let loads = Tally()
            try await expectNoChange(in: store) {
                for _ in 1...2 {
                    try await expect(Failure.self) {
                        try await store.value(for: "a", ttl: .seconds(5)) { () -> Int in
                            loads.raise()
                            throw Failure()
                        }
                    }
                }
            }
            try expect(loads.count, is: 2)
            try await expect(store.value(for: "a") { 7 }, is: 7)
        },
        StoreCheck("a value of another type is converted, and not loaded") { store, _ in
            try await store.set("a", to: 3)
            try await expect(store.value(for: "a") { 0.5 }, is: 3.0)
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.value(for: "a") { "text" }
            }
        },
        StoreCheck("a value in a cancelled task is there, or is not loaded") { store, _ in
            try await store.set("a", to: 1)
            let loads = Tally()
            let work = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await store.value(for: "b") { loads.raise() }
            }
            try await expect(CancellationError.self) { try await work.value }
            try expect(loads.count, is: 0)
            try await expect(store.keys(), areKeys: ["a"])
        },
        StoreCheck("value refuses a key or a lifetime before anything is loaded") { store, _ in
            let loads = Tally()
            try await store.set("there", to: 1)
            for key in ["", "a\u{0}"] {
                try await expect(store, refuses: .invalidKey, of: key) {
                    try await store.value(for: key) { loads.raise() }
                }
            }
            for key in ["a", "there"] {
                for ttl in [Duration.zero, .seconds(-1)] {
                    try await expect(store, refuses: .invalidTTL, of: key) {
                        try await store.value(for: key, ttl: ttl) { loads.raise() }
                    }
                }
            }
            try expect(loads.count, is: 0)
        },
        StoreCheck("a loaded value that cannot be stored is an error") { store, _ in
            try await expect(store, refuses: .invalidValue, of: "a") {
                try await store.value(for: "a") { Double.nan }
            }
            try await expect(store.value(for: "a") { 0.5 }, is: 0.5)
        },
    ]
}
