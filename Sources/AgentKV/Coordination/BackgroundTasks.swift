/// Where the tasks run that a store begins by itself: those that sweep, load, wake and write down.
///
/// They run where all tasks do, unless the store is made in a task that names another place.
package struct BackgroundTasks: Sendable {
    /// What runs the tasks of the stores that are made in this task; nil for the usual.
    ///
    /// Tests name one that runs all tasks in an order of its own.
    @TaskLocal package static var executor: (any TaskExecutor)?

    let executor = Self.executor

    /// Begins a task that has nothing of the one that begins it.
    @discardableResult
    func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task.detached(executorPreference: executor, operation: body)
    }
}
