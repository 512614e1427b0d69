import Dispatch

/// Where tasks begin one after the other: each runs up to its first suspension before the next does.
///
/// What is asked of a database there has been asked for when something later runs there.
@globalActor actor Lane {
    static let shared = Lane()

    private let executor = QueueExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}

private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "AgentKVSQLiteTests.lane")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
