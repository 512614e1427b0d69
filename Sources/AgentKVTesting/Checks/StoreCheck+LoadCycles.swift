import AgentKV

extension StoreCheck {
    static let loadCycles: [StoreCheck] = [
        StoreCheck("a load that asks for its own key is refused") { store, _ in
            try await expect(store, refuses: .loadCycle, of: "a") {
                try await store.value(for: "a") { try await store.value(for: "a") { 1 } }
            }
            let scope = store.scoped(to: "run")
            try await expect(store, refuses: .loadCycle, of: "a") {
                try await store.value(for: "run:a") { try await scope.value(for: "a") { 1 } }
            }
        },
        StoreCheck("a load that asks for its own key through others is refused") { store, _ in
            try await expect(store, refuses: .loadCycle, of: "a") {
                try await store.value(for: "a") {
                    try await store.value(for: "b") {
                        try await store.value(for: "c") {
                            try await withThrowingTaskGroup(of: Int.self) { group in
                                group.addTask { try await store.value(for: "a") { 1 } }
                                return try await group.next() ?? 0
                            }
                        }
                    }
                }
            }
        },
        StoreCheck("loads of two tasks that wait for one another are refused") { store, _ in
            let gates = [Gate(), Gate()]
            let keys = ["a", "b"]
            let errors = try await race(2) { task in
                try await expect(StoreError.self) {
                    try await store.value(for: keys[task]) {
                        gates[task].open()
                        try await gates[1 - task].pass()
                        return try await store.value(for: keys[1 - task]) { task }
                    }
                }
            }
            for error in errors { try expect(Refusal(error), is: .loadCycle, "\(error)") }
            try await expect(store.count(), is: 0)
        },
        StoreCheck("a load may ask for what is there, and for other keys") { store, _ in
            let sum = try await store.value(for: "sum") {
                try await store.set("sum", to: -1)
                async let one = store.value(for: "one") { 1 }
                async let two = store.value(for: "two") { try await store.value(for: "one") { 1 } }
                let own = try await store.value(for: "sum") { -2 }
                return try await one + two + own
            }
            try expect(sum, is: 1)
            try await expect(store.keys(), areKeys: ["one", "sum", "two"])
        },
    ]
}
