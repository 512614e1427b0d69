import Synchronization

/// A load that is or was under way: an identity, for those who ask whether it is the one they mean.
final class Load: Sendable {
    /// The load that a task is part of.
    @TaskLocal static var current: Load?

    /// The key, as the store has it that really holds it.
    let key: ByteText
    let isDone = Atomic(false)

    init(_ key: ByteText) {
        self.key = key
    }
}
