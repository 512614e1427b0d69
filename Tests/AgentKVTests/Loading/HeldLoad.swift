import Testing

@testable import AgentKV

/// A load that runs until the test lets it end, or it is cancelled.
final class HeldLoad: Sendable {
    private let results: AsyncStream<Result<Int, any Error>>
    private let result: AsyncStream<Result<Int, any Error>>.Continuation
    private let cancellations: AsyncStream<Void>
    private let cancellation: AsyncStream<Void>.Continuation
    private let beginnings: AsyncStream<Void>
    private let beginning: AsyncStream<Void>.Continuation
    private let begun = Lock(0)

    init() {
        (results, result) = AsyncStream.makeStream()
        (cancellations, cancellation) = AsyncStream.makeStream()
        (beginnings, beginning) = AsyncStream.makeStream()
    }

    /// How often it has been run.
    var runs: Int { begun.withLock { $0 } }

    /// Asks for a value with this load.
    func value(of key: String, in store: any KeyValueStore) async throws -> Int {
        try await store.value(for: key) { [self] in try await run() }
    }

    /// Lets the load end.
    func finish(_ outcome: Result<Int, any Error>) {
        result.yield(outcome)
        result.finish()
    }

    /// Returns once the load runs.
    func waitUntilBegun() async {
        for await _ in beginnings { break }
    }

    /// Returns once the load has been cancelled.
    func waitUntilCancelled() async {
        for await _ in cancellations { break }
    }

    /// Returns once that many callers wait for the load of a key.
    func waitForCallers(_ count: Int, of key: String, in store: any KeyValueStore) async {
        await AgentKVTests.waitForCallers(count, of: key, in: store)
    }

    func run() async throws -> Int {
        begun.withLock { $0 += 1 }
        beginning.finish()
        // A stream that is cancelled ends.
        for await outcome in results { return try outcome.get() }
        cancellation.finish()
        throw CancellationError()
    }
}

func waitForCallers(_ count: Int, of key: String, in store: any KeyValueStore) async {
    while store.backend.coordinator.loads.waiterCount(of: key) ?? 0 < count, !Task.isCancelled {
        await Task.yield()
    }
}

func waitForEndOfLoad(of key: String, in store: any KeyValueStore) async {
    while store.backend.coordinator.loads.waiterCount(of: key) != nil, !Task.isCancelled {
        await Task.yield()
    }
}
