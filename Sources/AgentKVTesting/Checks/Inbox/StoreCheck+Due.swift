import AgentKV

extension StoreCheck {
    /// What is due is done whoever calls, and where the store sweeps without a call.
    static let due: [StoreCheck] = dueMessages + dueElsewhere + dueLetters

    private static let dueMessages: [StoreCheck] = looks.map { look in
        StoreCheck("messages that come back are there for \(look.name)") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await time.pass(.seconds(6)) { try await store.exists("i") }
            try await look.call(store)
        }
    }

    private static let dueElsewhere: [StoreCheck] = [
        StoreCheck(
            "messages that come back are told, whichever key is asked for"
        ) {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: [1, 2])
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            let changes = store.changes()
            try await time.pass(.seconds(6)) { try await store.exists("i") }
            try await expect(store.exists("elsewhere"), is: false)
            let told = try await ToldChanges.soFar(changes, of: store)
            try expect(told.words, is: ["set i [1,2]"])
        },
        StoreCheck("messages that come back are received, whichever key is asked for") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            _ = try await inbox.reserve(lease: .seconds(5))
            try await expectReceived(1, from: inbox, of: store, after: .seconds(6), time)
        },
        StoreCheck("a message that has ended is in the list no more") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2), ttl: .seconds(5))
            try await inbox.send(Job(id: 3))
            try await inbox.send(Job(id: 4), ttl: .seconds(9))
            try await time.pass(.seconds(6)) {
                try await store.get("i", as: [Job].self)?.count == 2
            }
            try await expect(store.get("i", as: [Job].self), is: Job.numbered(3...4))
            try await expect(store.listPopAll("i", as: Job.self), is: Job.numbered(3...4))
            try await inbox.send(Job(id: 5), ttl: .seconds(5))
            try await time.pass(.seconds(6)) { try await !store.exists("i") }
            try await expect(store.exists("i"), is: false)
            try await expect(store.keys(), areKeys: [])
        },
    ]

    private static let dueLetters: [StoreCheck] = [
        StoreCheck("a dead letter is there when the last lease ends, for who waits for it") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
            try await inbox.send(1)
            _ = try await inbox.reserve(lease: .seconds(5))
            let letters = store.inbox("i:dead-letters", of: Int.self)
            try await expectReceived(1, from: letters, of: store, after: .seconds(6), time)
        },
        StoreCheck("dead letters are there when the last lease ends, for who asks for them") {
            store,
            time in
            for number in 0..<4 {
                let options = InboxOptions(maximumAttempts: 1, deadLetters: "dead")
                let inbox = store.inbox("i", of: Int.self, options: options)
                try await inbox.send(contentsOf: 1...2)
                _ = try await inbox.reserve(max: 2, lease: .seconds(5))
                try await time.pass(.seconds(6)) { try await store.exists("dead") }
                switch number {
                case 0: try await expect(store.get("dead"), is: [1, 2])
                case 1: try await expect(inbox.deadLetters.count(), is: 2)
                case 2: try await expect(store.keys(), areKeys: ["dead"])
                default: break
                }
                try await expect(store.listPopAll("dead"), is: [1, 2])
            }
        },
    ]

    /// Expects that a receiver who waits gets a message once time has passed, and anything is asked for.
    private static func expectReceived(
        _ message: Int,
        from inbox: Inbox<Int>,
        of store: any KeyValueStore,
        after time: Duration,
        _ trial: TrialTime
    ) async throws {
        let receiver = Task { try await inbox.receive(timeout: .seconds(600)) }
        await inbox.waitForWaiters(1)
        try await trial.pass(time) { inbox.waiterCount == 0 }
        try await expect(store.exists("elsewhere"), is: false)
        for _ in 0..<20_000 where inbox.waiterCount > 0 { await Task.yield() }
        receiver.cancel()
        try await expect(try? receiver.value, is: message, "received")
    }
}

/// Calls that have to find the messages 1 and 2 at "i".
private let looks = [
    NamedCall("get") { try await expect($0.get("i", as: [Job].self), is: Job.numbered(1...2)) },
    NamedCall("mget") { try await expect($0.mget(["i"], as: [Job].self)[0]?.count, is: 2) },
    NamedCall("entry") { store in
        try await expect(store.entry("i", as: [Job].self)?.value, is: Job.numbered(1...2))
    },
    NamedCall("exists") { try await expect($0.exists("i"), is: true) },
    NamedCall("keys") { try await expect($0.keys(), areKeys: ["i"]) },
    NamedCall("count") { try await expect($0.count(prefix: "i"), is: 1) },
    NamedCall("listPopAll") { store in
        try await expect(store.listPopAll("i", as: Job.self), is: Job.numbered(1...2))
    },
    NamedCall("listAppend") { store in
        try await store.listAppend("i", items: [Job(id: 3)])
        try await expect(store.get("i", as: [Job].self), is: Job.numbered(1...3))
    },
    NamedCall("listAppendUnique") { store in
        let list = try await store.listAppendUnique("i", items: Job.numbered([3, 1]))
        try expect(list.compactMap { $0["id"] }, is: [1, 2, 3])
    },
    NamedCall("update") { store in
        let count = try await store.update("i", as: [Job].self) { $0?.count }
        try expect(count, is: 2)
    },
    NamedCall("delete") { try await expect($0.delete("i"), is: true) },
    NamedCall("expire") { try await expect($0.expire("i", ttl: .seconds(5)), is: true) },
    NamedCall("setIfAbsent") { try await expect($0.setIfAbsent("i", to: 1), is: false) },
    NamedCall("a transaction") { store in
        let list = try await store.transaction { try $0.get("i", as: [Job].self) }
        try expect(list, is: Job.numbered(1...2))
    },
]
