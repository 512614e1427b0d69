import AgentKVTesting
import Testing

@testable import AgentKV

/// A table whose changes are kept, and what a batch at each moment has to hold.
private final class KeptTable {
    var table = ExpiringTable(
        seed: 42,
        limits: StoreLimits(),
        changes: TableChanges(.changes)
    )
    /// What an adapter holds that has been given every batch so far.
    var written: [String: Int] = [:]

    func set(_ key: String, _ value: Int) throws {
        var value = StoreValue(value)
        try table.set(key, to: &value, deadline: .none, now: { .start })
    }

    func delete(_ key: String) {
        _ = table.delete(key) { .start }
    }

    /// All that is in the table.
    var state: [String: Int] {
        var state: [String: Int] = [:]
        for number in 0..<table.cells.used {
            let cell = table.cells[number].pointee
            if !cell.key.isEmpty { state[cell.key] = cell.value.exactly(Int.self) }
        }
        return state
    }

    /// Takes a batch in steps, between which `meanwhile` writes.
    func takeBatch(meanwhile: () throws -> Void) rethrows {
        var removed = KeySet()
        var entries: [ChangedEntry] = []
        for numbers in table.changes.freeze(&removed).chunks {
            try meanwhile()
            table.collect(numbers, into: &entries)
        }
        for (key, _) in removed.chunks.flatMap({ $0 }) { written[key] = nil }
        let keys = entries.map(\.key)
        #expect(Set(keys).count == keys.count, "a key is in a batch once")
        for entry in entries { written[entry.key] = entry.value.exactly(Int.self) }
    }
}

@Suite struct TableChangesTests {
    @Test(arguments: UInt64(1)...40)
    func `a batch is one moment, whatever is written while it is gathered`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let test = KeptTable()
        let keys = 1_000
        func write(_ count: Int) throws {
            for _ in 0..<count {
                let key = "key \(Int.random(in: 0..<keys, using: &random))"
                switch Int.random(in: 0..<4, using: &random) {
                case 0: test.delete(key)
                case 1:
                    // Rolled back: it leaves marks, and nothing else.
                    test.table.begin()
                    test.delete(key)
                    try test.set(key, -1)
                    if Bool.random(using: &random) { test.delete(key) }
                    _ = test.table.rollBack()
                default: try test.set(key, Int.random(in: 0..<1_000_000, using: &random))
                }
            }
        }
        for _ in 0..<12 {
            try write(Int.random(in: 0...2_000, using: &random))
            let moment = test.state
            try test.takeBatch { try write(Int.random(in: 0...300, using: &random)) }
            #expect(test.written == moment)
        }
        test.takeBatch {}
        #expect(test.written == test.state)
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `what is kept follows the keys, not the writes`() throws {
        let test = KeptTable()
        for round in 0..<10_000 {
            try test.set("a", round)
            try test.set("b \(round % 3)", round)
            test.delete("a")
        }
        var removed = KeySet()
        let cells = test.table.changes.freeze(&removed)
        #expect(cells.count == 4)
        let isEmpty = removed.isEmpty
        #expect(isEmpty)
    }

    @Test func `keys that come and go between two batches leave nothing behind`() throws {
        let test = KeptTable()
        for round in 0..<10_000 {
            try test.set("passing \(round)", round)
            test.delete("passing \(round)")
        }
        var removed = KeySet()
        #expect(test.table.changes.freeze(&removed).count == 1)
        let isEmpty = removed.isEmpty
        #expect(isEmpty)
    }

    @Test func `a cell is one line of a processor's cache`() {
        #expect(MemoryLayout<Cell>.stride == 64)
    }

    @Test func `a set of keys does what a set does`() {
        var random = SplitMix64(seed: 7)
        var keys = KeySet()
        var expected: Set<Int> = []
        let hasher = KeyHasher(seed: 1)
        for _ in 0..<20_000 {
            let number = Int.random(in: 0..<700, using: &random)
            let key = "key \(number)"
            var hash: UInt32 = 0
            key.withKeyBytes { hash = hasher.hash($0) }
            if Bool.random(using: &random) {
                keys.insert(key, hash: hash)
                expected.insert(number)
            } else {
                let isRemoved = keys.remove(key, hash: hash)
                #expect(isRemoved == (expected.remove(number) != nil))
            }
        }
        let found = keys.chunks.flatMap { $0.map(\.key) }
        #expect(found.sorted() == expected.map { "key \($0)" }.sorted())
    }

    @Test(arguments: [
        (0, 20), (1, 100), (2, 200), (3, 400), (9, 25_600), (10, 30_000), (64, 30_000),
        (.max, 30_000),
    ])
    func `the pause doubles with each failure up to a maximum`(
        failures: Int,
        milliseconds: Int
    ) {
        #expect(PersistencePacing().pause(failures: failures) == .milliseconds(milliseconds))
    }

    @Test func `a pause too long to double is the longest one`() {
        let pacing = PersistencePacing(
            firstRetry: .seconds(1),
            longestRetry: Duration(attoseconds: .max)
        )
        #expect(pacing.pause(failures: .max) <= Duration(attoseconds: .max))
    }
}
