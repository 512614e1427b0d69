import AgentKV

extension StoreCheck {
    /// `acknowledge(in:)`: a message that ends together with other writes.
    static let acknowledgedTogether: [StoreCheck] = [
        StoreCheck("a message is acknowledged in one step with other writes") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...2)
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            try await store.transaction { tx in
                try tx.set("result", to: 7)
                try lent.acknowledge(in: &tx)
                try tx.listAppend("next", items: [lent.message])
            }
            try await expect(store.get("result"), is: 7)
            try await expect(store.inbox("next", of: Int.self).drain(), is: [1])
            try await expect(lent.isHeld(), is: false)
            time.pass(.seconds(6))
            try await expect(inbox.drain(), is: [2])
        },
        StoreCheck("a message acknowledged in a transaction that throws is still lent") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            do {
                try await store.transaction { tx in
                    try tx.set("result", to: 7)
                    try lent.acknowledge(in: &tx)
                    throw Stopped()
                }
                try expect(false, "the transaction throws")
            } catch is Stopped {
            }
            try await expect(store.exists("result"), is: false)
            try await expect(lent.isHeld(), is: true)
            try await expect(inbox.count(), is: 0)
            time.pass(.seconds(6))
            let again = try await inbox.reserve(lease: .seconds(5))
            try expect(again.map(\.attempt), is: [2])
            try await again[0].acknowledge()
            time.pass(.seconds(6))
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("a message that is not held any more ends no transaction with success") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...2)
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await expect(store, refuses: .notReserved, of: "i") {
                try await store.transaction { tx in
                    try tx.set("result", to: 7)
                    try lent[0].acknowledge(in: &tx)
                    try lent[0].acknowledge(in: &tx)
                }
            }
            try await expect(lent[0].isHeld(), is: true)
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 2)
            try await expect(store, refuses: .notReserved, of: "i") {
                try await store.transaction { tx in
                    try tx.set("result", to: 7)
                    try lent[1].acknowledge(in: &tx)
                }
            }
            try await expect(inbox.drain(), is: [1, 2])
        },
        StoreCheck("a lease that has ended ends for acknowledge(in:) too, whoever looks first") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            time.pass(.seconds(6))
            do {
                try await store.transaction { try lent.acknowledge(in: &$0) }
                try expect(false, "acknowledge(in:) throws")
            } catch StoreError.notReserved(let key, _) {
                try expect(key, is: "i")
            }
            try await expect(inbox.drain(), is: [1])
        },
        StoreCheck("a message is not acknowledged in a transaction of another store") {
            store,
            time in
            let other = TransientStore(clock: time.clock, sweeps: false)
            let inbox = store.inbox("i", of: Int.self)
            // The other one has lent a message of the same key and, as it may be, of the same number.
            let elsewhere = other.inbox("i", of: Int.self)
            for inbox in [inbox, elsewhere] { try await inbox.send(1) }
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            let lentElsewhere = try await elsewhere.reserve(lease: .seconds(5))[0]
            try await expect(store, refuses: .notReserved, of: "i") {
                try await other.transaction { tx in
                    try tx.set("result", to: 7)
                    try lent.acknowledge(in: &tx)
                }
            }
            try await expect(other.exists("result"), is: false)
            try await expect(lent.isHeld(), is: true)
            try await expect(lentElsewhere.isHeld(), is: true)
        },
        StoreCheck("a message of a scope is acknowledged in a transaction of its store, and back") {
            store,
            time in
            let scope = store.scoped(to: "run")
            let inside = scope.inbox("i", of: Int.self)
            let outside = store.inbox("i", of: Int.self)
            for inbox in [inside, outside] { try await inbox.send(contentsOf: 1...2) }
            let lentInside = try await inside.reserve(max: 2, lease: .seconds(5))
            let lentOutside = try await outside.reserve(max: 2, lease: .seconds(5))
            try await store.transaction { tx in
                try lentInside[0].acknowledge(in: &tx)
                try lentOutside[0].acknowledge(in: &tx)
            }
            try await scope.transaction { tx in
                try tx.set("result", to: 7)
                try lentInside[1].acknowledge(in: &tx)
                try lentOutside[1].acknowledge(in: &tx)
            }
            try await expect(store.get("run:result"), is: 7)
            for lent in lentInside + lentOutside { try await expect(lent.isHeld(), is: false) }
            try await expect(store, refuses: .notReserved, of: "i") {
                try await store.transaction { try lentInside[0].acknowledge(in: &$0) }
            }
            time.pass(.seconds(6))
            for inbox in [inside, outside] { try await expect(inbox.drain(), is: []) }
        },
    ]
}

private struct Stopped: Error {}
