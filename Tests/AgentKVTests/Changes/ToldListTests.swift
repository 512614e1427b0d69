import Testing

@testable import AgentKV

@Suite("Lists as changes tell them")
struct ToldListTests {
    /// Where the items of a list lie.
    private func address(of key: String, in store: TransientStore) -> UInt? {
        store.withTable { table -> UInt? in
            guard case .list(let list, _) = table.list(at: key, now: { .start }) else { return nil }
            return list.items.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        }
    }

    @Test func `an append while somebody subscribes does not copy the list`() async throws {
        let store = TransientStore()
        try await store.listAppend("l", items: (0..<10_000).map { JSONValue.integer($0) })
        let changes = store.changes(from: .presentState)
        var iterator = changes.makeAsyncIterator()
        #expect(try await iterator.next()?.key == "l")
        #expect(try await iterator.next()?.kind == .current)
        // The first append may have to make room, for all that follow.
        try await store.listAppend("l", items: [1])
        let before = address(of: "l", in: store)
        for _ in 0..<100 {
            try await store.listAppend("l", items: [1])
            _ = try await iterator.next()?.json()
        }
        #expect(before != nil)
        #expect(address(of: "l", in: store) == before)
    }

    @Test func `a transaction that is taken back leaves what was told`() async throws {
        struct Stop: Error {}
        let store = TransientStore()
        var iterator = store.changes().makeAsyncIterator()
        try await store.listAppend("l", items: [1])
        try await store.listAppend("l", items: [2])
        _ = try? await store.transaction { tx in
            try tx.listAppend("l", items: [3, 4])
            throw Stop()
        }
        try await store.listAppend("l", items: [5])
        for expected in [[1], [1, 2], [1, 2, 5]] {
            #expect(try await iterator.next()?.value(as: [Int].self) == expected)
        }
    }

    @Test func `lists are read whole while others append to them`() async throws {
        let store = TransientStore()
        let changes = store.changes(buffer: 10_000)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<100 { try await store.listAppend("l", items: [1, 2]) }
                }
            }
            group.addTask {
                var count = 0
                for try await change in changes {
                    let items = try change.value(as: [Int].self) ?? []
                    count += 2
                    #expect(items.count == count)
                    #expect(items.suffix(2) == [1, 2])
                    if count == 400 { return }
                }
            }
            try await group.waitForAll()
        }
    }
}
