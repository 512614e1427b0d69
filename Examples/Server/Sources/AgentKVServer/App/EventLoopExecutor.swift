internal import NIOCore

/// Runs the tasks of a connection on the thread that reads and writes it.
///
/// A request is then read, answered and written without a change of threads, which costs more than
/// most answers do. Whatever takes long is not done there: the database has threads of its own.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        eventLoop.execute { job.runSynchronously(on: executor) }
    }
}
