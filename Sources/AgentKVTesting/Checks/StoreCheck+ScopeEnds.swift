import AgentKV

private struct Failure: Error {}

extension StoreCheck {
    static let scopeEnds: [StoreCheck] = [
        StoreCheck("withScope returns what its body returns, and deletes the scope") { store, _ in
            try await store.mset(["run:42": 1, "run:421:a": 2, "run:42:old": 3])
            let result = try await store.withScope("run:42") { scope in
                try await scope.set("a", to: 4)
                try await scope.scoped(to: "step").set("b", to: 5)
                return try await scope.count()
            }
            try expect(result, is: 3)
            try await expect(store.keys(), areKeys: ["run:42", "run:421:a"])
        },
        StoreCheck("withScope cleans up when its body throws, and passes the error on") {
            store,
            _ in
            for end in [ScopeEnd.delete, .expire(after: .seconds(5))] {
                try await expect(Failure.self) {
                    try await store.withScope("run", onEnd: end) { scope in
                        try await scope.set("a", to: 1)
                        throw Failure()
                    }
                }
                let entry = try await store.backend.performReadEntry("run:a")
                try expect(entry == nil, is: end == .delete)
                try expect(entry?.remainingLifetime != nil, is: end != .delete)
            }
        },
        StoreCheck("withScope cleans up in a cancelled task") { store, _ in
            for end in [ScopeEnd.delete, .expire(after: .seconds(5))] {
                let work = Task {
                    try await store.withScope("run", onEnd: end) { scope in
                        try await scope.set("a", to: 1)
                        withUnsafeCurrentTask { $0?.cancel() }
                        try Task.checkCancellation()
                    }
                }
                try await expect(CancellationError.self) { try await work.value }
                let entry = try await store.backend.performReadEntry("run:a")
                try expect(entry == nil, is: end == .delete)
                try expect(entry?.remainingLifetime != nil, is: end != .delete)
            }
        },
        StoreCheck("withScope gives what it holds one lifetime, and prolongs none") { store, time in
            try await store.set("run", to: 0)
            try await store.set("run:soon", to: 1, ttl: .seconds(2))
            try await store.set("run:late", to: 2, ttl: .seconds(100))
            try await store.withScope("run", onEnd: .expire(after: .seconds(10))) { scope in
                for number in 0..<600 { try await scope.set("k\(number)", to: number) }
                time.pass(.seconds(1))
            }
            time.pass(toEndOf: .seconds(1))
            try await expect(store.exists("run:soon"), is: false)
            time.pass(.seconds(8))
            try await expect(store.count(), is: 602)
            time.pass(.seconds(1))
            try await expect(store.keys(), areKeys: ["run"])
        },
        StoreCheck("withScope refuses a name or a lifetime before its body runs") { store, _ in
            for name in ["", "a\u{0}"] {
                try await expect(store, refuses: .invalidKey, of: name) {
                    try await store.withScope(name) { _ in try await store.set("ran", to: 1) }
                }
            }
            for ttl in [Duration.zero, .seconds(-1)] {
                try await expect(store, refuses: .invalidTTL, of: "run") {
                    try await store.withScope("run", onEnd: .expire(after: ttl)) { _ in
                        try await store.set("ran", to: 1)
                    }
                }
            }
        },
    ]
}
