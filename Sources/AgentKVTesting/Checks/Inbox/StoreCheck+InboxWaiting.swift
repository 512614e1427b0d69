import AgentKV

extension Inbox {
    /// Returns once so many receivers wait, or the task is cancelled.
    func waitForWaiters(_ count: Int) async {
        while waiterCount != count, !Task.isCancelled { await Task.yield() }
    }
}

extension StoreCheck {
    static let inboxWaiting: [StoreCheck] = [
        StoreCheck("a receiver that waits gets what is sent, however it is sent") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let sends: [@Sendable () async throws -> Void] = [
                { try await inbox.send(1) },
                { try await inbox.send(1, id: 1) },
                { try await inbox.send(1, ttl: .seconds(5)) },
                { try await store.listAppend("i", items: [1]) },
                { try await store.set("i", to: [1]) },
                { _ = try await store.transaction { try $0.listAppend("i", items: [1]) } },
            ]
            for send in sends {
                async let message = inbox.receive()
                await inbox.waitForWaiters(1)
                try await send()
                try await expect(message, is: 1)
                try expect(inbox.waiterCount, is: 0)
            }
        },
        StoreCheck("receivers are served in the order in which they came") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<10 {
                    group.addTask { (number, try await inbox.receive()) }
                    await inbox.waitForWaiters(number + 1)
                }
                try await inbox.send(contentsOf: 0..<5)
                for number in 5..<10 { try await inbox.send(number) }
                for try await (number, message) in group { try expect(message, is: number) }
            }
        },
        StoreCheck("a receiver that is cancelled has taken nothing") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let waiting = (0..<3).map { _ in Task { try await inbox.receive() } }
            await inbox.waitForWaiters(3)
            // The first in line, and one behind it.
            for index in [0, 1] {
                waiting[index].cancel()
                let result = await waiting[index].result
                try expect(throws: CancellationError.self, result)
            }
            await inbox.waitForWaiters(1)
            try await inbox.send(contentsOf: 1...2)
            try await expect(waiting[2].value, is: 1)
            try await expect(inbox.drain(), is: [2])
        },
        StoreCheck("a task that has been cancelled receives nothing") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await inbox.receive()
            }
            task.cancel()
            try await expect(throws: CancellationError.self, task.result)
            try await expect(inbox.drain(), is: [1])
        },
        StoreCheck("a receiver that waits gets what is released") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let delivery = try await inbox.reserve(lease: .seconds(500))[0]
            async let message = inbox.receive()
            await inbox.waitForWaiters(1)
            try await delivery.release()
            try await expect(message, is: 1)
        },
        StoreCheck("messages and deliveries come one after the other") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let producer = Task {
                for number in 1...20 {
                    try await inbox.send(number)
                    await Task.yield()
                }
            }
            var received: [Int] = []
            for try await message in inbox.messages {
                received.append(message)
                if received.count == 10 { break }
            }
            for try await delivery in inbox.deliveries(lease: .seconds(500)) {
                received.append(delivery.message)
                try await delivery.acknowledge()
                if received.count == 20 { break }
            }
            try await producer.value
            try expect(received, is: Array(1...20))
            try await expect(inbox.count(), is: 0)
        },
    ]
}

/// Expects that a task has ended with an error of that type.
private func expect<R, E: Error>(
    throws type: E.Type,
    _ result: Result<R, any Error>,
    fileID: String = #fileID,
    line: Int = #line
) throws {
    if case .failure(let error) = result, error is E { return }
    throw Mismatch(
        reason: "expected \(type), found \(result)",
        fileID: fileID,
        line: line
    )
}
