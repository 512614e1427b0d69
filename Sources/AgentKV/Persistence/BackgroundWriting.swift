/// A store's hold on the task that writes it down: when it goes, the task ends.
///
/// The task holds the ``PersistenceWriter`` and that the table, and neither holds the store, so that
/// a store can go without having been closed.
final class BackgroundWriting: Sendable {
    let writer: PersistenceWriter
    /// Whether calls wait until what they wrote is durable.
    let isWriteThrough: Bool
    private let claim: PlaceClaim?
    private let task: Task<Void, Never>

    /// Begins to write down what changes, and gives the place back at the end.
    init(
        _ writer: PersistenceWriter,
        isWriteThrough: Bool,
        claim: PlaceClaim?,
        in background: BackgroundTasks
    ) {
        self.writer = writer
        self.isWriteThrough = isWriteThrough
        self.claim = claim
        task = background.start {
            await writer.run()
            claim?.release()
        }
    }

    deinit {
        claim?.beginEnding()
        writer.beginEnding()
    }

    /// Ends the task, and returns once it has ended.
    func end() async {
        writer.beginEnding()
        await task.value
    }
}
