/// A store's hold on the task that writes it down: when it goes, the task ends.
///
/// The task holds the ``PersistenceWriter`` and that the table, and neither holds the store, so that
/// a store can go without having been closed.
final class BackgroundWriting: Sendable {
    let writer: PersistenceWriter
    /// Whether calls wait until what they wrote is durable.
    let isWriteThrough: Bool
    private let task: Task<Void, Never>

    /// Begins to write down what changes.
    init(_ writer: PersistenceWriter, isWriteThrough: Bool, in background: BackgroundTasks) {
        self.writer = writer
        self.isWriteThrough = isWriteThrough
        task = background.start { await writer.run() }
    }

    deinit {
        writer.beginEnding()
    }

    /// Ends the task, and returns once it has ended.
    func end() async {
        writer.beginEnding()
        await task.value
    }
}
