import AgentKV
import Dispatch

@testable import AgentKVSQLite

/// Holds a database inside a transaction, on the thread that writes.
final class HeldWriter: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let task: Lock<Task<Void, any Error>?> = Lock(nil)

    /// Returns once the transaction is under way; what is written meanwhile waits.
    init(_ database: SQLiteDatabase) async {
        await withCheckedContinuation { entered in
            let waiting = Lock<CheckedContinuation<Void, Never>?>(entered)
            let gate = gate
            let held = Task {
                try await database.write { _ in
                    let first = waiting.withLock { waiting in
                        defer { waiting = nil }
                        return waiting
                    }
                    guard let first else { return }
                    first.resume()
                    gate.wait()
                }
            }
            task.withLock { $0 = held }
        }
    }

    deinit { gate.signal() }

    /// Lets the transaction go on, without waiting for it.
    func letGo() { gate.signal() }

    /// Lets the transaction go on to its end.
    func finish() async throws {
        letGo()
        try await task.withLock { $0 }?.value
    }
}
