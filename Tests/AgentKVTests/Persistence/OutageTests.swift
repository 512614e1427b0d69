import AgentKV
import AgentKVTesting
import Testing

/// While many tasks write, the adapter fails for a while, at each place in turn.
@Suite("An adapter that fails for a while", .timeLimit(.minutes(10)))
struct OutageTests {
    static let cases = [PersistenceMode.writeBehind, .writeThrough].flatMap { mode in
        [FailingAdapter.Place.beforeCommit, .afterCommit].map { (mode, $0) }
    }

    @Test(arguments: cases)
    func `loses nothing, whichever commit fails and however many after it`(
        mode: PersistenceMode,
        place: FailingAdapter.Place
    ) async throws {
        for (number, failures) in (1...8).flatMap({ number in [1, 3].map { (number, $0) } }) {
            let pacing = PersistencePacing(
                gathering: .zero,
                firstRetry: .zero,
                longestRetry: .zero
            )
            let persisted = try await PersistedStore(mode, pacing: pacing)
            let (store, adapter) = (persisted.store, persisted.adapter)
            adapter.failCommits(failures, place, after: number)
            let told = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<8 {
                    group.addTask { try await Self.write(task, to: store) }
                }
                return try await group.reduce(0, +)
            }
            if mode == .writeBehind { #expect(told == 0, "who does not wait is told nothing") }
            // What failed last is tried again, and the outage may begin only now.
            while await (try? store.flush()) == nil {}
            let reopened = try await persisted.reopened()
            #expect(try await reopened.get("sum") == 40)
            for task in 0..<8 {
                #expect(try await reopened.get("\(task):a") == 5)
                #expect(try await reopened.get("\(task):b") == 5)
                #expect(try await reopened.get("\(task):list") == [1, 2, 3, 4, 5])
            }
            try await store.close()
        }
    }

    /// Writes five times, and returns how many writes were called not yet durable.
    private static func write(_ task: Int, to store: TransientStore) async throws -> Int {
        var told = 0
        for number in 1...5 {
            let calls: [@Sendable () async throws -> Void] = [
                { try await store.increment("sum") },
                { try await store.mset(["\(task):a": number, "\(task):b": number]) },
                {
                    _ = try await store.listAppend("\(task):list", items: [.integer(Int64(number))])
                },
            ]
            for call in calls {
                do {
                    try await call()
                } catch StoreError.notYetDurable {
                    told += 1
                }
            }
        }
        return told
    }
}
