import AgentKVTesting
import Dispatch
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite("A load and those who write beside it")
struct LoadingTests {
    private static let removals: [String: @Sendable (SQLiteStore) async throws -> Void] = [
        "deleted": { try await $0.delete("k") },
        "popped": { _ = try await $0.listPopAll("k") },
        "set and deleted": { store in
            try await store.transaction { tx in
                try tx.set("k", to: [5])
                try tx.delete("k")
            }
        },
        "all deleted": { try await $0.deleteAll(prefix: "") },
    ]

    @Test(arguments: [nil, [0]], Self.removals.keys.sorted())
    func `brings nothing back that is deleted in the same commit`(
        _ before: [Int]?,
        _ removal: String
    ) async throws {
        let loads = LoadLane()
        let (database, store) = try await BackgroundTasks.$executor.withValue(loads) {
            let database = try await SQLiteDatabase.inMemory()
            return (database, try await database.store(instance: "a"))
        }
        if let before { try await store.set("k", to: before, ttl: .seconds(60)) }
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        // What is there is stale, and loaded again in the background.
        let options = LoadOptions(ttl: .seconds(60), staleFor: .seconds(3_600))
        let loading = Task {
            try await store.value(for: "k", options: options) {
                beginning.finish()
                for await _ in gate {}
                return [1]
            }
        }
        for await _ in begun {}
        let held = await HeldWriter(database)
        let removing = Task { @Lane in try await Self.removals[removal]?(store) }
        await Task { @Lane in }.value
        opening.finish()
        await loads.run()
        try await held.finish()
        try await removing.value
        #expect(try await loading.value == before ?? [1])
        await waitForEndOfLoad(of: "k", in: store)
        #expect(try await store.exists("k") == false)
    }

    @Test func `brings nothing back that another process deletes`() async throws {
        let folder = try TemporaryFolder()
        let (database, other) = (
            try await SQLiteDatabase(path: folder.file()),
            try await SQLiteDatabase(path: folder.file())
        )
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 0, ttl: .seconds(60))
        let options = LoadOptions(ttl: .seconds(60), staleFor: .seconds(3_600))
        let stale = try await store.value(for: "k", options: options) {
            try await other.store(instance: "a").delete("k")
            return 1
        }
        #expect(stale == 0)
        await waitForEndOfLoad(of: "k", in: store)
        #expect(try await store.exists("k") == false)
    }

    private func waitForEndOfLoad(of key: String, in store: SQLiteStore) async {
        while store.backend.coordinator.loads.waiterCount(of: key) != nil { await Task.yield() }
    }
}

/// Where loads run one after the other, each up to its next suspension.
private final class LoadLane: TaskExecutor {
    private let queue = DispatchQueue(label: "AgentKVSQLiteTests.loads")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Returns when all that could run has run.
    func run() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }
}
