import AgentKVTesting
import Testing

@testable import AgentKV

/// A log at random, beside a list of all changes ever made.
@Suite("ChangeLog at random")
struct ChangeLogSimulationTests {
    private struct Reader {
        let id: Int
        let prefix: String
        /// The changes that it has to be told, in order; those told are removed.
        var owed: [Revision] = []
        var isWaiting = false
    }

    @Test(arguments: UInt64(1)...60)
    func `tells each subscriber all of its changes, or what it missed`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var log = ChangeLog<Int>(capacity: Int.random(in: 1...40, using: &random))
        var readers: [Int: Reader] = [:]
        var last: Int64 = 0
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                let prefix = ["", "a", "ab", "b"].randomElement(using: &random) ?? ""
                let id = log.subscribe(
                    prefix: prefix,
                    buffer: Int.random(in: 1...30, using: &random)
                )
                readers[id] = Reader(id: id, prefix: prefix)
            case 1:
                guard let id = readers.keys.sorted().randomElement(using: &random) else { continue }
                #expect((log.unsubscribe(id)?.1 != nil) == readers[id]?.isWaiting)
                readers[id] = nil
            case 2...6:
                guard let id = readers.keys.sorted().randomElement(using: &random) else { continue }
                try read(id, &log, &readers)
            default:
                last += 1
                let key = ["a", "abc", "b", "x"].randomElement(using: &random) ?? ""
                try append(key, Revision(rawValue: last), &log, &readers)
            }
            for reader in readers.values {
                #expect(log.subscribers[reader.id]?.backlog.count ?? 0 <= 30)
            }
        }
        for id in readers.keys { #expect(log.unsubscribe(id) != nil) }
        #expect(log.audiences.allSatisfy { $0.members.isEmpty && $0.waiting.isEmpty })
    }

    private func append(
        _ key: String,
        _ revision: Revision,
        _ log: inout ChangeLog<Int>,
        _ readers: inout [Int: Reader]
    ) throws {
        var wakes: [ChangeLog<Int>.Wake] = []
        log.append(StoreChange(key: key, revision: revision, kind: .set), wakes: &wakes)
        var woken: Set<Int> = []
        for wake in wakes {
            switch wake {
            case .one(let id, let change):
                #expect(change.revision == revision)
                woken.insert(id)
                readers[id]?.isWaiting = false
            case .several(let waiters, _):
                for id in waiters.values {
                    woken.insert(id)
                    readers[id]?.isWaiting = false
                    readers[id]?.owed.append(revision)
                }
            }
        }
        for id in readers.keys where key.hasPrefix(readers[id]?.prefix ?? "") {
            #expect(readers[id]?.isWaiting == false)
            if !woken.contains(id) { readers[id]?.owed.append(revision) }
        }
    }

    private func read(
        _ id: Int,
        _ log: inout ChangeLog<Int>,
        _ readers: inout [Int: Reader]
    ) throws {
        guard var reader = readers[id], !reader.isWaiting else { return }
        switch log.read(id) {
        case .changes(let changes):
            let told = changes.map(\.revision)
            #expect(told == Array(reader.owed.prefix(told.count)))
            reader.owed.removeFirst(min(told.count, reader.owed.count))
        case .more:
            break
        case .nothing:
            #expect(reader.owed == [])
            if case .begun(nil) = log.wait(id, with: id) { reader.isWaiting = true }
            #expect(reader.isWaiting)
        case .missed(let revision):
            let first = try #require(reader.owed.first)
            #expect(revision < first)
            #expect(reader.owed.allSatisfy { $0 > revision })
            #expect(log.unsubscribe(id) != nil)
            readers[id] = nil
            return
        case .closed, .over:
            Issue.record("nobody has ended \(id)")
        }
        readers[id] = reader
    }
}
