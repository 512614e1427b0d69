/// How far a subscriber has come, and what it needs to go on: a state machine.
struct SubscriberState: Sendable {
    /// What to do next.
    enum Step: Sendable {
        case deliver(StoreChange)
        /// Read what has happened; wait for it if there is nothing else to do.
        case read(waits: Bool)
        /// Forget what has happened so far: the present state shows it.
        case skip
        /// Ask how far the store and the history have come, to resume after a revision.
        case check(Revision)
        /// Read the entries behind a key.
        case page(after: String?)
        case fail(StoreError)
        case end
    }

    private enum Phase: Sendable {
        case following
        /// Resuming after a revision, if that can be done.
        case resuming(Revision)
        /// About to read the present state, once the notices before it are there.
        case presenting
        /// Between two pages of the present state: what has happened meanwhile comes first.
        case catchingUp
        /// About to read the next page.
        case paging
        case failed(StoreError)
        case over
    }

    private let hiddenBytes: Int
    private let valueDepth: Int
    private var phase = Phase.following
    /// What there is to deliver, the last first.
    private var ready: [StoreChange] = []
    /// What is known from the present state; nil where every change is news.
    private var present: PresentState?
    /// No change up to this revision is news.
    private var known: Revision?

    init(hiddenBytes: Int, valueDepth: Int) {
        self.hiddenBytes = hiddenBytes
        self.valueDepth = valueDepth
    }
}

extension SubscriberState {
    /// Begins with the present state.
    mutating func beginPresentState() {
        phase = .presenting
    }

    /// Begins with what comes after a revision, as far as the history knows that.
    ///
    /// The store has come to the revision `reached`, if it has been asked.
    mutating func resume(
        after revision: Revision,
        _ resumption: Resumption,
        reached: Revision? = nil
    ) {
        switch (resumption, reached) {
        case (.complete, _):
            phase = .following
        case (.incomplete, _):
            restart()
        case (.completeIfReached, nil), (.completeIfLast, nil):
            phase = .resuming(revision)
        case (.completeIfReached, let reached?) where reached >= revision,
            (.completeIfLast, let reached?) where reached == revision:
            known = revision
            phase = .following
        default:
            restart()
        }
    }

    /// Returns what to do next.
    mutating func next() -> Step {
        if let change = ready.popLast() {
            return .deliver(
                StoreChange(change, withoutFirst: hiddenBytes, valueDepth: valueDepth)
            )
        }
        switch phase {
        case .following: return .read(waits: true)
        case .catchingUp: return .read(waits: false)
        case .resuming(let revision): return .check(revision)
        case .paging: return .page(after: present?.upper)
        case .presenting:
            present = PresentState()
            phase = .paging
            return .skip
        case .failed(let error):
            phase = .over
            return .fail(error)
        case .over: return .end
        }
    }

    /// Takes what has happened.
    mutating func add(_ finding: Finding) {
        switch finding {
        case .changes(let changes):
            ready = changes.filter { isShown($0.key) && isNews($0) }.reversed()
        case .more, .nothing:
            if case .catchingUp = phase { phase = .paging }
        case .missed(let revision):
            // While the present state is being told there is no revision up to which all is told.
            let isTold = if case .following = phase { true } else { false }
            fail(
                .missedChanges(
                    after: isTold ? revision : Revision(rawValue: 0),
                    reason: "more happened than is kept for a subscriber that does not read"
                )
            )
        case .closed: fail(.closed)
        case .over: phase = .over
        }
    }

    /// Takes a page of entries.
    mutating func add(_ page: StoredPage, isLast: Bool) {
        guard case .paging = phase else { return }
        present?.add(upTo: isLast ? nil : page.entries.last?.key, revision: page.revision)
        var changes = page.entries.filter { isShown($0.key) }.map { key, entry in
            StoreChange(key: key, revision: entry.revision, kind: .set, value: entry.value)
        }
        if isLast {
            let told = present?.revision ?? page.revision
            changes.append(StoreChange(key: "", revision: told, kind: .current))
        }
        ready = changes.reversed()
        phase = isLast ? .following : .catchingUp
    }

    /// Ends with an error, behind what is ready.
    mutating func fail(_ error: StoreError) {
        phase = .failed(error)
    }

    /// Ends at once.
    mutating func end() {
        ready = []
        phase = .over
    }

    private mutating func restart() {
        ready = [StoreChange(key: "", revision: Revision(rawValue: 0), kind: .restarted)]
        phase = .presenting
    }

    /// Whether a key has a name in the view: one that is nothing but the view's prefix has none.
    private func isShown(_ key: String) -> Bool { key.utf8.count > hiddenBytes }

    private mutating func isNews(_ change: StoreChange) -> Bool {
        if let known, change.revision <= known { return false }
        guard let isNews = present?.isNews(change) else { return true }
        if present?.isOver == true { present = nil }
        return isNews
    }
}
