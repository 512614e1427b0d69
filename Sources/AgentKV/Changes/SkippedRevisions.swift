/// The revisions that a store has left out when it was opened.
///
/// Who has seen all up to the last one before them has missed nothing, and goes on behind them. Any
/// other number below their end is of another time: it may stand for a write that was lost.
package final class SkippedRevisions: Sendable {
    private let range = Lock<(found: Revision, start: Revision)?>(nil)

    package init() {}

    /// Notes that nothing is written between the last revision that was found and the one behind
    /// which the store goes on.
    ///
    /// Where nothing was found, 0 is no place to go on from.
    package func note(from found: Revision, to start: Revision) {
        guard found.rawValue > 0 else { return }
        range.withLock { $0 = (found, start) }
    }

    /// Returns the revision from which somebody goes on who has seen everything up to `revision`.
    func place(of revision: Revision) -> Revision {
        range.withLock { range in
            guard let range, range.found == revision else { return revision }
            return range.start
        }
    }
}
