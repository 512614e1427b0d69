import AgentKV

extension StoreCheck {
    static let inboxes: [StoreCheck] = [
        StoreCheck("messages are received in the order in which they were sent") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            for id in 1...50 { try await expect(inbox.send(Job(id: id)), is: .sent) }
            try await inbox.send(contentsOf: Job.numbered(51...60))
            for id in 1...60 { try await expect(inbox.receive(), is: Job(id: id)) }
            try await expect(inbox.receive(timeout: .zero), is: nil)
        },
        StoreCheck("an inbox can be emptied and filled again and again") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            var (sent, received) = (0, 0)
            for round in 0..<40 {
                for _ in 0..<(round * 7 % 13) {
                    try await inbox.send(sent)
                    sent += 1
                }
                while received < sent, received % 11 != 10 || sent - received > 5 {
                    try await expect(inbox.receive(), is: received)
                    received += 1
                }
                try await expect(inbox.count(), is: sent - received)
            }
            try await expect(inbox.drain(), is: Array(received..<sent))
        },
        StoreCheck("drain takes all messages, and the key with them") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await expect(inbox.drain(), is: [])
            try await inbox.send(contentsOf: Job.numbered(1...3))
            try await expect(inbox.drain(), is: Job.numbered(1...3))
            try await expect(inbox.drain(), is: [])
            try await expect(store.exists("i"), is: false)
        },
        StoreCheck("the last message takes the key with it") { store, _ in
            let inbox = store.inbox("i", of: String.self)
            try await inbox.send("a")
            try await inbox.send("b")
            _ = try await inbox.receive()
            try await expect(store.keys(), areKeys: ["i"])
            _ = try await inbox.receive()
            try await expect(store.keys(), areKeys: [])
        },
        StoreCheck("count and peek look without taking") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await expect(inbox.count(), is: 0)
            try await expect(inbox.peek(), is: nil)
            try await inbox.send(contentsOf: Job.numbered(1...3))
            for _ in 0..<2 {
                try await expectNoChange(in: store) {
                    try await expect(inbox.count(), is: 3)
                    try await expect(inbox.peek(), is: Job(id: 1))
                }
            }
            try await expect(inbox.receive(), is: Job(id: 1))
            try await expect(inbox.peek(), is: Job(id: 2))
            try await expect(inbox.count(), is: 2)
        },
        StoreCheck("inboxes at different keys are different") { store, _ in
            let keys = ["i", "i2", "i:dead-letters", "e\u{301}", "\u{E9}"]
            for (id, key) in keys.enumerated() {
                try await store.inbox(key, of: Job.self).send(Job(id: id))
            }
            for (id, key) in keys.enumerated() {
                let inbox = store.inbox(key, of: Job.self)
                try await expect(inbox.drain(), is: [Job(id: id)])
            }
        },
        StoreCheck("messages may be null, lists and texts") { store, _ in
            let numbers = store.inbox("n", of: Int?.self)
            try await numbers.send(nil)
            try await numbers.send(1)
            try await expect(numbers.receive(), is: nil)
            try await expect(numbers.drain(), is: [1])
            let lists = store.inbox("l", of: [Int].self)
            try await lists.send([])
            try await lists.send([1, 2])
            try await expect(lists.receive(), is: [])
            try await expect(lists.drain(), is: [[1, 2]])
        },
        StoreCheck("sending no messages makes no inbox") { store, _ in
            try await expectNoChange(in: store) {
                try await store.inbox("i", of: Int.self).send(contentsOf: [])
            }
        },
    ]
}
