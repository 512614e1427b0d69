/// The lines before the inboxes of a store, by key.
final class InboxLines: Sendable {
    private struct Entry {
        weak var line: InboxLine?
    }

    private struct State {
        var entries: [ByteText: Entry] = [:]
        /// At which size lines that nobody holds any more are let go.
        var bound = 16
    }

    private let state = Lock(State())

    /// The line before an inbox: the same one as long as somebody holds it.
    ///
    /// - Complexity: O(1) on average.
    func line(for key: String) -> InboxLine {
        state.withLock { state in
            if let line = state.entries[ByteText(key)]?.line { return line }
            if state.entries.count >= state.bound {
                state.entries = state.entries.filter { $0.value.line != nil }
                state.bound = max(16, state.entries.count * 2)
            }
            let line = InboxLine()
            state.entries[ByteText(key)] = Entry(line: line)
            return line
        }
    }
}
