import AgentKV

extension StoreCheck {
    static let isolation: [StoreCheck] = [
        StoreCheck("nobody sees a transaction half done") { store, _ in
            let accounts = ["a", "b", "c", "d"]
            for account in accounts { try await store.set(account, to: 100) }
            try await race(6) { task in
                for round in 0..<40 {
                    let (from, to) = (accounts[(task + round) % 4], accounts[(task + 1) % 4])
                    switch task {
                    case 0..<3:
                        try await store.transaction { tx in
                            try tx.set(from, to: tx.get(from, default: 0) - 7)
                            try tx.set(to, to: tx.get(to, default: 0) + 7)
                        }
                    case 3, 4:
                        let sum = try await store.mget(accounts, as: Int.self).reduce(0) {
                            $0 + ($1 ?? 0)
                        }
                        try expect(sum, is: 400, "the sum that an mget saw")
                    default:
                        let sum = try await store.transaction { tx in
                            try accounts.reduce(0) { sum, key in try sum + tx.get(key, default: 0) }
                        }
                        try expect(sum, is: 400, "the sum that a transaction saw")
                    }
                    await Task.yield()
                }
            }
        },
        StoreCheck("nobody sees what a transaction wrote before it failed") { store, _ in
            try await store.set("a", to: 0)
            try await race(4) { task in
                for _ in 0..<40 {
                    if task < 2 {
                        try? await store.transaction { tx in
                            try tx.set("a", to: task + 1)
                            try tx.set("b", to: task)
                            throw CancellationError()
                        }
                    } else {
                        try await expect(store.get("a", as: Int.self), is: 0)
                        try await expect(store.exists("b"), is: false)
                    }
                    await Task.yield()
                }
            }
        },
        StoreCheck("transactions that move items between lists lose and double none") { store, _ in
            let all = (0..<40).map { JSONValue.integer($0) }
            try await store.listAppend("0", items: all)
            try await race(4) { task in
                for round in 0..<40 {
                    let (from, to) = ("\((task + round) % 3)", "\((task + round + 1) % 3)")
                    try await store.transaction { tx in
                        let items = try tx.listPopAll(from)
                        try tx.listAppend(to, items: items)
                    }
                    await Task.yield()
                }
            }
            let rest = try await store.transaction { tx in
                try ["0", "1", "2"].flatMap { try tx.listPopAll($0, as: Int.self) }
            }
            try expect(rest.sorted(), is: Array(0..<40))
        },
    ]
}
