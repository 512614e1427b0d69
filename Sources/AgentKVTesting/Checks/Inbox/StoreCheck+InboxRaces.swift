import AgentKV

extension StoreCheck {
    static let inboxRaces: [StoreCheck] = [
        StoreCheck("each message is received once, by one of many receivers") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let received = try await race(6) { task -> [Int] in
                if task < 3 {
                    for number in 0..<40 {
                        try await inbox.send(task * 40 + number)
                        await Task.yield()
                    }
                    return []
                }
                var received: [Int] = []
                for _ in 0..<40 {
                    if task == 5, received.count.isMultiple(of: 2) {
                        received += try await inbox.reserve(
                            lease: .seconds(500),
                            timeout: .seconds(500)
                        )
                        .map(\.message)
                    } else {
                        received.append(try await inbox.receive())
                    }
                }
                return received
            }
            try expect(received.flatMap { $0 }.sorted(), is: Array(0..<120))
            for messages in received {
                for producer in 0..<3 {
                    let own = messages.filter { $0 / 40 == producer }
                    try expect(own, is: own.sorted(), "the messages of one producer")
                }
            }
        },
        StoreCheck("what many workers lend, lose and release is never lost") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 0..<60)
            let done = try await race(4) { task -> [Int] in
                var random = SplitMix64(seed: UInt64(task))
                var done: [Int] = []
                while case let deliveries = try await inbox.reserve(max: 3, lease: .seconds(500)),
                    !deliveries.isEmpty
                {
                    for delivery in deliveries {
                        await Task.yield()
                        if random.oneIn(3), delivery.attempt < 5 {
                            try await delivery.release()
                        } else {
                            try await delivery.acknowledge()
                            done.append(delivery.message)
                        }
                    }
                }
                return done
            }
            var all = done.flatMap { $0 }
            // One that was released when the others had left.
            all += try await inbox.drain()
            try expect(all.sorted(), is: Array(0..<60))
        },
        StoreCheck("lists and inboxes share the messages of a key") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            let taken = try await race(4) { task -> [Job] in
                var taken: [Job] = []
                for number in 0..<30 {
                    let job = Job(id: task * 30 + number)
                    switch task {
                    case 0: try await inbox.send(job)
                    case 1: try await store.listAppendUnique("i", items: [job])
                    case 2: taken += try await store.listPopAll("i", as: Job.self)
                    default: taken += try await inbox.receive(timeout: .zero).map { [$0] } ?? []
                    }
                    await Task.yield()
                }
                return taken
            }
            let all = try await taken.flatMap { $0 } + inbox.drain()
            try expect(all.map(\.id).sorted(), is: Array(0..<60))
        },
    ]
}
