/// Tells which changes are news to somebody who reads the state of a store page by page.
///
/// The changes come in between, each later than it happened. A page shows its keys as they were at
/// its own revision, so a change is known already if its key is in a page of at least its revision,
/// or in a page to come, which is read later than the change is.
struct PresentState: Sendable {
    private struct Page {
        /// The last key of the page; nil for the last page, behind which there is no key.
        let upper: String?
        let revision: Revision
    }

    /// The pages for which changes may come that they show already; they lie side by side.
    private var pages: [Page] = []
    /// Up to which key every change to come is news; nil where there is none.
    private var settled: String?
    /// Whether every change to come is news, whatever its key.
    private(set) var isOver = false
    /// The last key of the last page, to ask for the next one; nil before the first.
    private(set) var upper: String?

    /// Adds the next page; the last one has no `upper` key.
    mutating func add(upTo upper: String?, revision: Revision) {
        // While nothing is written the pages are of one revision, and as good as one.
        if pages.last?.revision == revision { pages.removeLast() }
        pages.append(Page(upper: upper, revision: revision))
        self.upper = upper
    }

    /// The revision up to which everything has been told once all pages have been.
    var revision: Revision? { pages.first?.revision }

    /// Returns whether a change is news; changes come in the order of their revisions.
    mutating func isNews(_ change: StoreChange) -> Bool {
        while let page = pages.first, page.revision < change.revision {
            pages.removeFirst()
            settled = page.upper
            isOver = page.upper == nil
        }
        if isOver { return true }
        guard let settled else { return false }
        return !settled.precedesByBytes(change.key)
    }
}
