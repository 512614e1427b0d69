internal import AgentKV

/// All who are told what has happened in a database: those who listen to its events, and those who
/// wait for changes of its stores.
struct Audience: Sendable {
    let feed: EventFeed
    let limits: StoreLimits
    let coordinators: Coordinators
    /// Which revisions none of them is told of.
    let revisions: RevisionOrigin
    /// The ends that are told here whoever frees the records; nil where nobody else can.
    let lifetimes: GivenLifetimes?

    /// Creates the audience of a database, which others may have open too where it is a file.
    init(_ configuration: SQLiteDatabase.Configuration, isFile: Bool = true) {
        revisions = RevisionOrigin(isInMemory: !isFile)
        limits = configuration.limits
        feed = EventFeed(limits: configuration.limits)
        coordinators = Coordinators(clock: configuration.clock, skipping: revisions.skipped)
        lifetimes = isFile ? GivenLifetimes() : nil
    }

    /// Tells what a transaction has done, once that is durable.
    func publish(_ announcements: Announcements) {
        if let lifetimes { keep(announcements, in: lifetimes) }
        feed.publish(announcements)
        coordinators.publish(announcements)
    }

    /// Whether anybody is told what happens in a place.
    func follows(_ place: Place) -> Bool {
        feed.hasListeners || coordinators.present(of: place)?.isObserved == true
    }

    /// Keeps the ends of the lifetimes that a transaction has given, where somebody follows.
    private func keep(_ announcements: Announcements, in lifetimes: GivenLifetimes) {
        var isEmpty = lifetimes.isEmpty
        var asked: (place: Place, isFollowed: Bool)?
        var cleared = announcements.unknown.filter { $0.start != nil }[...]
        /// Where all that was given before is to be forgotten still.
        var areas: [Announcements.Area] = []
        for (number, announcement) in announcements.noted.enumerated() {
            while let next = cleared.first, next.start ?? .max <= number {
                areas.append(next.area)
                cleared.removeFirst()
            }
            guard case .record(let change) = announcement else { continue }
            if change.hasDeadline, areas.contains(where: { $0.contains(change.place) }) {
                lifetimes.forget(areas)
                areas = []
            }
            if isEmpty, !change.hasDeadline { continue }
            if asked?.place != change.place { asked = (change.place, follows(change.place)) }
            if asked?.isFollowed == true {
                lifetimes.take(change)
                isEmpty = false
            } else {
                lifetimes.forget(GivenLifetimes.ID(change.key, in: change.place))
            }
        }
        if isEmpty { return }
        areas += cleared.map(\.area)
        areas += announcements.unknown.lazy.filter { $0.start == nil }.map(\.area)
        if !areas.isEmpty { lifetimes.forget(areas) }
    }

    /// Tells that others have written, up to this revision.
    func publishWritingOfOthers(_ last: Revision) {
        feed.publish(DatabaseEvent(revision: last, kind: .writtenByOthers))
        coordinators.publishUnknownChanges(upTo: last)
    }

    /// Ends all who listen and wait, now and later.
    func close() {
        feed.finish()
        coordinators.close()
    }
}
