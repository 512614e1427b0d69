import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// Two databases on one file stand for two processes, of which the second takes away what the first
/// has given a lifetime.
@Suite struct EndsElsewhereTests {
    private let clock = ManualClock()
    private let file = TemporaryFile()

    private func open(sweeps: Bool = false) async throws -> SQLiteStore {
        var configuration = SQLiteDatabase.Configuration.at(clock, sweeps: sweeps)
        configuration.synchronous = .normal
        configuration.busyTimeout = .seconds(3_600)
        let database = try await SQLiteDatabase(path: file.path, configuration: configuration)
        return try await database.store(instance: "a")
    }

    /// What happens to a key of the first between its write and its next call.
    private func told(
        _ theirs: (SQLiteStore) async throws -> Void,
        then ours: (SQLiteStore) async throws -> Void
    ) async throws -> (changes: [String], events: [String]) {
        let (first, second) = (try await open(), try await open())
        let (changes, events) = (first.changes(), first.database.events())
        try await first.set("k", to: 1, ttl: .seconds(5))
        try await theirs(second)
        try await ours(first)
        await first.database.close()
        await second.database.close()
        let all = await changes.untilClosed
        #expect(all.haveRisingRevisions)
        return (all.map(\.short), await events.all.map(\.short))
    }

    @Test func `what another has freed is told by the next purge, of a store too`() async throws {
        for purgesStore in [true, false] {
            let (changes, events) = try await told { second in
                clock.advance(by: .seconds(5))
                let freed = try await second.purgeExpired()
                #expect(freed == 1)
            } then: { first in
                for _ in 0..<2 {
                    let count =
                        purgesStore
                        ? try await first.purgeExpired()
                        : try await first.database.purgeExpired()
                    #expect(count == 0)
                }
            }
            #expect(changes == ["set k", "expired k"])
            #expect(events == ["+k", "-k"])
        }
    }

    @Test func `what another has freed is told before its key is set again`() async throws {
        let (changes, events) = try await told { second in
            clock.advance(by: .seconds(5))
            try await second.purgeExpired()
        } then: { first in
            try await first.transaction { tx in
                try tx.set("k", to: 2, ttl: .seconds(5))
                try tx.set("k", to: 3)
            }
            try await first.purgeExpired()
        }
        #expect(changes == ["set k", "expired k", "set k", "set k"])
        #expect(events == ["+k", "+k", "+k"])
    }

    @Test func `what another has set again after its end is told as expired`() async throws {
        let (changes, _) = try await told { second in
            clock.advance(by: .seconds(5))
            try await second.set("k", to: 2)
            try await second.set("k", to: 3)
        } then: { first in
            try await first.purgeExpired()
            #expect(try await first.get("k") == 3)
        }
        #expect(changes == ["set k", "expired k"])
    }

    @Test func `what another has set, prolonged or made endless before its end has not expired`()
        async throws
    {
        for way in 0..<3 {
            let (changes, _) = try await told { second in
                switch way {
                case 0: try await second.set("k", to: 2)
                case 1: try await second.expire("k", ttl: .seconds(9))
                default: try await second.persist("k")
                }
                clock.advance(by: .seconds(5))
            } then: { first in
                try await first.purgeExpired()
                #expect(try await first.exists("k"))
            }
            #expect(changes == ["set k"])
        }
    }

    @Test func `the end that another has moved is the one that is told`() async throws {
        let (changes, _) = try await told { second in
            try await second.expire("k", ttl: .seconds(9))
            clock.advance(by: .seconds(5))
        } then: { first in
            try await first.purgeExpired()
            clock.advance(by: .seconds(4))
            let second = try await open()
            try await second.purgeExpired()
            try await first.purgeExpired()
            await second.database.close()
        }
        #expect(changes == ["set k", "expired k"])
    }

    @Test func `a namespace and an instance are cleared behind what had ended`() async throws {
        for deletesInstance in [false, true] {
            let (changes, events) = try await told { second in
                try await second.set("theirs", to: 1)
                clock.advance(by: .seconds(5))
                try await second.purgeExpired()
            } then: { first in
                if deletesInstance {
                    try await first.database.deleteInstance("a")
                } else {
                    try await first.database.deleteNamespace("default", instance: "a")
                }
                try await first.database.purgeExpired()
            }
            let last = deletesInstance ? "instance-deleted" : "namespace-cleared"
            #expect(changes == ["set k", "expired k", "deleted theirs"])
            #expect(events == ["+k", "-k", "kvStore:\(last)"])
        }
    }

    @Test func `a lifetime that is given, taken back or taken away is no end`() async throws {
        let (changes, _) = try await told { second in
            clock.advance(by: .seconds(1))
        } then: { first in
            try await first.set("l", to: 1, ttl: .seconds(5))
            try await first.persist("l")
            try await first.set("m", to: 1, ttl: .seconds(5))
            try await first.delete("m")
            try await first.set("n", to: 1, ttl: .seconds(5))
            try await first.set("n", to: 1)
            _ = try? await first.transaction { tx in
                try tx.set("o", to: 1, ttl: .seconds(5))
                throw CancellationError()
            }
            let second = try await open()
            clock.advance(by: .seconds(5))
            try await second.purgeExpired()
            try await second.deleteAll(prefix: "")
            try await first.purgeExpired()
            await second.database.close()
        }
        #expect(
            changes == ["set k", "set l", "set m", "deleted m", "set n", "set n", "expired k"]
        )
    }

    @Test func `of two that sweep each tells all ends that it gave, once`() async throws {
        let (first, second) = (try await open(sweeps: true), try await open(sweeps: true))
        // Who frees what the other gave a lifetime tells of that as well.
        var told = [first, second].enumerated().map { number, store in
            store.changes(prefix: "\(number) ").makeAsyncIterator()
        }
        for round in 0..<10 {
            for (number, store) in [first, second].enumerated() {
                try await store.set("\(number) \(round)", to: 1, ttl: .seconds(5))
                #expect(try await told[number].next()?.short == "set \(number) \(round)")
            }
            await clock.waitForSleepers(2)
            clock.advance(by: .seconds(5))
            for number in 0..<2 {
                #expect(try await told[number].next()?.short == "expired \(number) \(round)")
            }
        }
        await first.database.close()
        await second.database.close()
    }

    @Test func `where nobody follows nothing is kept`() async throws {
        let store = try await open()
        let lifetimes = try #require(store.database.givenLifetimes)
        try await store.set("k", to: 1, ttl: .seconds(5))
        #expect(lifetimes.isEmpty)
        let changes = store.changes()
        try await store.set("k", to: 1, ttl: .seconds(5))
        #expect(!lifetimes.isEmpty)
        try await store.persist("k")
        #expect(lifetimes.isEmpty)
        try await store.expire("k", ttl: .seconds(5))
        try await store.database.deleteNamespace("default", instance: "a")
        #expect(lifetimes.isEmpty)
        try await store.set("k", to: 1, ttl: .seconds(5))
        clock.advance(by: .seconds(5))
        try await store.purgeExpired()
        #expect(lifetimes.isEmpty)
        _ = consume changes
        await store.database.close()
    }

    @Test func `a lifetime that is given in one commit behind a clearing is told`() async throws {
        let (first, second) = (try await open(), try await open())
        let events = first.database.events()
        try await first.set("k", to: 1, ttl: .seconds(5))
        let place = Place(instanceID: first.instanceID, namespace: first.namespace)
        let value = try WrittenValue(.integer(1), for: "l", limits: first.limits)
        try await first.database.write { session in
            _ = try session.clear(place)
            _ = try session.set("l", in: place, to: value, lifetime: .lasting(.seconds(5)))
        }
        clock.advance(by: .seconds(5))
        try await second.purgeExpired()
        try await first.purgeExpired()
        await first.database.close()
        await second.database.close()
        #expect(
            await events.all.map(\.short) == ["+k", "kvStore:namespace-cleared", "+l", "-l"]
        )
    }

    @Test func `a clearing forgets the lifetimes that were given before it, and no others`()
        async throws
    {
        let store = try await open()
        let lifetimes = try #require(store.database.givenLifetimes)
        let events = store.database.events()
        try await store.set("k", to: 1)
        let place = Place(instanceID: store.instanceID, namespace: store.namespace)
        let value = try WrittenValue(.integer(1), for: "l", limits: store.limits)
        try await store.database.write { session in
            _ = try session.clear(place)
            _ = try session.set("l", in: place, to: value, lifetime: .lasting(.seconds(5)))
            _ = try session.clear(place)
        }
        #expect(lifetimes.isEmpty)
        _ = consume events
        await store.database.close()
    }

    @Test func `as much is kept as is allowed, and there is room again afterwards`() throws {
        let lifetimes = GivenLifetimes()
        let place = Place(instanceID: "a", namespace: "n")
        func change(_ number: Int, until deadline: Int64?) -> RecordChange {
            RecordChange(
                key: "\(number)" + String(repeating: "k", count: 1 << 20),
                place: place,
                revision: Revision(rawValue: 1),
                outcome: .kept,
                lifetime: .until(deadline)
            )
        }
        for number in 0..<20 { lifetimes.take(change(number, until: 20 - Int64(number))) }
        let most = GivenLifetimes.mostBytes >> 20
        #expect(lifetimes.due(at: 20).count < most)
        #expect(lifetimes.due(at: 20).map(\.deadline).min() ?? 0 > 1)
        for number in 0..<20 { lifetimes.take(change(number, until: nil)) }
        #expect(lifetimes.isEmpty)
        #expect(lifetimes.next(after: 0) == nil)
        lifetimes.take(change(0, until: 7))
        #expect(lifetimes.next(after: 0) == 7)
        #expect(lifetimes.next(after: 7) == nil)
    }
}
