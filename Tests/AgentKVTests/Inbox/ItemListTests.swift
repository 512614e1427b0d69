import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Lists that change at both ends")
struct ItemListTests {
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a list does what an array does`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let list = ItemList([])
        var items: [JSONValue] = []
        for step in 0..<400 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let id = Int64.random(in: 0..<60, using: &random)
                let item: JSONValue = ["id": .integer(id), "step": .integer(Int64(step))]
                let isNew = !items.contains { $0["id"] == .integer(id) }
                let addition = try ListAddition(unique: [item], by: "id", to: "a", limits: .init())
                #expect(list.append(addition) == (isNew ? 1 : 0))
                if isNew { items.append(item) }
            case 2:
                let added = (0..<Int64.random(in: 0..<4, using: &random)).map {
                    ["id": .integer($0)] as JSONValue
                }
                _ = list.append(ListAddition(checked: added))
                items += added
            case 3:
                let limit = Int.random(in: 0..<6, using: &random)
                #expect(list.takeFirst(limit) == Array(items.prefix(limit)))
                items.removeFirst(min(limit, items.count))
            default:
                let front = (0..<Int64.random(in: 0..<3, using: &random)).map {
                    ["id": .integer($0 + 50)] as JSONValue
                }
                list.prepend(front)
                items = front + items
            }
            #expect(list.count == items.count)
            if step.isMultiple(of: 7) { try #require(list.items == items) }
        }
        #expect(list.items == items)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `a transaction that fails leaves a list as it was`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let store = TransientStore()
        var number: Int64 = 0
        for round in 0..<40 {
            let commands = (0..<8).map { _ in
                (Int.random(in: 0..<4, using: &random), Int.random(in: 1..<5, using: &random))
            }
            let fails = Bool.random(using: &random)
            let before = try await store.get("l", default: [Int]())
            var items = before
            try? await store.transaction { tx in
                for (command, count) in commands {
                    let new = Array(repeating: round, count: count)
                    let json = new.map { JSONValue.integer(Int64($0)) }
                    let queue = try tx.backend.queue(at: "l")
                    switch command {
                    case 0:
                        let sent = json.map { QueuedMessage(item: StoreValue(json: $0)) }
                        try queue.append(sent, as: .sent)
                        items += new
                    case 1:
                        // Typed messages with numbers, so that they come back before the others.
                        number += 1
                        let returned = new.enumerated().map { index, item in
                            var message = QueuedMessage(item: StoreValue(item))
                            message.info.number = MessageNumber(revision: -number, index: index)
                            return message
                        }
                        try queue.putBack(returned, listDeadline: nil)
                        items = new + items
                    case 2:
                        let taken = try queue.takeFirst(count, as: .taken)
                        try #require(
                            try taken.map { try $0.item.json(for: "l", limits: StoreLimits()) }
                                == items.prefix(count).map { .integer(Int64($0)) }
                        )
                        items.removeFirst(min(count, items.count))
                    default:
                        try tx.listAppend("l", items: json)
                        items += new
                    }
                }
                if fails { throw CancellationError() }
            }
            let after = try await store.get("l", default: [Int]())
            try #require(after == (fails ? before : items))
            try #require(store.brokenInvariants() == [])
        }
    }
}
