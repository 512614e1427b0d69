import AgentKVTesting
import Testing

@testable import AgentKV

private struct Failure: Error {}

private enum Place {
    @TaskLocal static var name = "nowhere"
}

@Suite("Loading")
struct LoadingTests {
    let store = TransientStore()

    @Test func `1,000 tasks that wait for one load get its result`() async throws {
        let load = HeldLoad()
        let tasks = (0..<1_000).map { _ in Task { try await load.value(of: "a", in: store) } }
        await load.waitForCallers(1_000, of: "a", in: store)
        load.finish(.success(7))
        for task in tasks { #expect(try await task.value == 7) }
        #expect(load.runs == 1)
        #expect(store.coordinator.loads.waiterCount(of: "a") == nil)
    }

    @Test func `all that wait get what the load throws, and the next caller loads`() async throws {
        let load = HeldLoad()
        let tasks = (0..<100).map { _ in Task { try await load.value(of: "a", in: store) } }
        await load.waitForCallers(100, of: "a", in: store)
        load.finish(.failure(Failure()))
        for task in tasks {
            await #expect(throws: Failure.self) { try await task.value }
        }
        #expect(try await store.value(for: "a") { 8 } == 8)
    }

    @Test(arguments: [0, 1, 2])
    func `a caller who is cancelled leaves at once, and the others get the result`(
        place: Int
    ) async throws {
        let load = HeldLoad()
        var tasks: [Task<Int, any Error>] = []
        for number in 1...3 {
            tasks.append(Task { try await load.value(of: "a", in: store) })
            await load.waitForCallers(number, of: "a", in: store)
        }
        tasks[place].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[place].value }
        load.finish(.success(7))
        for (number, task) in tasks.enumerated() where number != place {
            #expect(try await task.value == 7)
        }
        #expect(load.runs == 1)
        #expect(try await store.get("a", as: Int.self) == 7)
    }

    @Test func `the last caller's cancellation cancels the load, and the next one begins another`()
        async throws
    {
        let load = HeldLoad()
        let tasks = (0..<3).map { _ in Task { try await load.value(of: "a", in: store) } }
        await load.waitForCallers(3, of: "a", in: store)
        for task in tasks { task.cancel() }
        for task in tasks {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        // It never returned: that it does now is its answer to being cancelled.
        await load.waitUntilCancelled()
        #expect(try await store.value(for: "a") { 8 } == 8)
    }

    @Test func `a load that does not heed its cancellation is not joined, and sets nothing`()
        async throws
    {
        let (goOn, signal) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await store.value(for: "a") {
                // Detached: the waiting is not cancelled with the load.
                await Task.detached { for await _ in goOn { break } }.value
                end.finish()
                return 1
            }
        }
        await waitForCallers(1, of: "a", in: store)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(try await store.value(for: "a") { 2 } == 2)
        try await store.delete("a")
        signal.finish()
        for await _ in ended {}
        #expect(try await store.value(for: "a") { 3 } == 3)
    }

    @Test func `a load has the task-local values and the priority of who began it`() async throws {
        let (found, finding) = AsyncStream.makeStream(of: (String, TaskPriority?).self)
        Place.$name.withValue("here") {
            // Not awaited, for that would raise its priority.
            _ = Task(priority: .low) {
                try await store.value(for: "a") {
                    finding.yield((Place.name, Task.basePriority))
                    return 1
                }
            }
        }
        for await (name, priority) in found {
            #expect(name == "here")
            #expect(priority == .low)
            break
        }
    }

    @Test func `who waits while the store is closed gets an error, and so do later ones`()
        async throws
    {
        let load = HeldLoad()
        let tasks = (0..<10).map { _ in Task { try await load.value(of: "a", in: store) } }
        await load.waitForCallers(10, of: "a", in: store)
        try await store.close()
        for task in tasks {
            await #expect(throws: StoreError.closed) { try await task.value }
        }
        await load.waitUntilCancelled()
        await #expect(throws: StoreError.closed) { try await store.value(for: "b") { 1 } }
    }

    @Test func `a second caller of another type gets the value converted`() async throws {
        let load = HeldLoad()
        let first = Task { try await load.value(of: "a", in: store) }
        await load.waitForCallers(1, of: "a", in: store)
        let second = Task { try await store.value(for: "a") { 0.5 } }
        let third = Task { try await store.value(for: "a") { "text" } }
        await load.waitForCallers(3, of: "a", in: store)
        load.finish(.success(7))
        #expect(try await first.value == 7)
        #expect(try await second.value == 7.0)
        await #expect(throws: StoreError.self) { try await third.value }
    }
}
