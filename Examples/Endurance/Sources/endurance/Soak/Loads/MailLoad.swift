import AgentKV
import AgentKVTesting

/// Sends messages and works on them, and lets some go: each is dealt with once.
struct MailLoad: SoakLoad {
    let title: String
    private let store: any KeyValueStore
    private let inbox: Inbox<Int>
    private let calls: Int
    private var number = 0
    private var outstanding: Set<Int> = []

    init(_ title: String, _ store: any KeyValueStore, calls: Int) {
        (self.title, self.store, self.calls) = (title, store, calls)
        inbox = store.inbox("mail", of: Int.self)
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        for _ in 0..<calls {
            number += 1
            outstanding.insert(number)
            try await inbox.send(number)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            for message in try await inbox.drain() { try end(message) }
        }
        let deliveries = try await inbox.reserve(max: calls, lease: .seconds(60))
        for delivery in deliveries {
            if Int.random(in: 0..<8, using: &random) == 0 {
                try await delivery.release()
            } else {
                try await delivery.acknowledge()
                try end(delivery.message)
            }
        }
        // A lease that ends by itself; the message is back after it.
        let isAbandoned = Int.random(in: 0..<20, using: &random) == 0
        if isAbandoned { _ = try await inbox.reserve(lease: .milliseconds(30)) }
        return calls * 2 + 1
    }

    private mutating func end(_ message: Int) throws {
        try require(outstanding.remove(message) != nil, "message \(message) came twice")
    }

    mutating func finish() async throws {
        while let message = try await inbox.receive(timeout: .milliseconds(200)) {
            try end(message)
        }
        try require(outstanding.isEmpty, "lost are \(outstanding.sorted())")
    }
}
