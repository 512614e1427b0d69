import AgentKV

extension StoreCheck {
    static let poppedLists: [StoreCheck] = [
        StoreCheck("listPopAll takes the whole list and removes the key") { store, _ in
            try await store.listAppend("l", items: [3, 1, 2], ttl: .seconds(5))
            try await expect(store.listPopAll("l"), is: [3, 1, 2])
            try await expect(store.exists("l"), is: false)
            try await expect(store.count(), is: 0)
            try await expect(store.listPopAll("l"), is: [])
        },
        StoreCheck("a list that is begun after a pop has no deadline left over") { store, time in
            try await store.listAppend("l", items: [1], ttl: .seconds(5))
            _ = try await store.listPopAll("l")
            try await store.listAppend("l", items: [2])
            time.pass(.seconds(50))
            try await store.purgeExpired()
            try await expect(store.listPopAll("l"), is: [2])
        },
        StoreCheck("a typed pop that does not fit leaves the list") { store, _ in
            try await store.listAppend("l", items: [1, 2, "x"], ttl: .seconds(5))
            try await expect(store, refuses: .typeMismatch, of: "l") {
                try await store.listPopAll("l", as: Int.self)
            }
            try await store.set("t", to: [1.5, 2])
            try await expect(store, refuses: .typeMismatch, of: "t") {
                try await store.listPopAll("t", as: Int.self)
            }
            try await expect(store.listPopAll("l"), is: [1, 2, "x"])
        },
        StoreCheck("of many that race for a list, one gets the items") { store, _ in
            for round in 1...20 {
                try await store.listAppend("l", items: [.integer(Int64(round)), 0])
                let taken = try await race(8) { task in
                    if (task + round).isMultiple(of: 2) {
                        return try await store.listPopAll("l", as: Int.self)
                    }
                    return try await store.listPopAll("l").map { try $0.decoded(as: Int.self) }
                }
                try expect(taken.filter { !$0.isEmpty }, is: [[round, 0]], "what was taken")
            }
        },
        StoreCheck("items that are appended while others pop all arrive, once each") { store, _ in
            let taken = try await race(8) { task in
                var taken: [Int] = []
                for number in 0..<60 {
                    if task < 4 {
                        try await store.listAppend("l", items: [task * 1_000 + number])
                    } else {
                        let items = try await store.listPopAll("l")
                        taken += try items.map { try $0.decoded(as: Int.self) }
                    }
                    await Task.yield()
                }
                return taken
            }
            let rest = try await store.listPopAll("l", as: Int.self)
            let all = (taken.flatMap { $0 } + rest).sorted()
            try expect(all, is: (0..<4).flatMap { task in (0..<60).map { task * 1_000 + $0 } })
            for items in taken {
                for task in 0..<4 {
                    let own = items.filter { $0 / 1_000 == task }
                    try expect(own, is: own.sorted(), "what one task took of another's items")
                }
            }
        },
    ]
}
