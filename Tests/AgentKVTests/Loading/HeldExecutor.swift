import Dispatch

/// An executor whose tasks do not go on while it is held.
final class HeldExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "held")

    /// Lets no task go on, once the one that is at work has come to where it waits.
    func hold() {
        queue.sync {}
        queue.suspend()
    }

    /// Lets the tasks go on.
    func release() {
        queue.resume()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
