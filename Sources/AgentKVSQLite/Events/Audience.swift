internal import AgentKV

/// All who are told what has happened in a database: those who listen to its events, and those who
/// wait for changes of its stores.
struct Audience: Sendable {
    let feed: EventFeed
    let coordinators: Coordinators
    /// Which revisions none of them is told of.
    let revisions: RevisionOrigin

    init(
        _ configuration: SQLiteDatabase.Configuration,
        _ revisions: RevisionOrigin = RevisionOrigin(isInMemory: false)
    ) {
        feed = EventFeed(limits: configuration.limits)
        coordinators = Coordinators(clock: configuration.clock, skipping: revisions.skipped)
        self.revisions = revisions
    }

    /// Tells what a transaction has done, once that is durable.
    func publish(_ announcements: Announcements) {
        feed.publish(announcements)
        coordinators.publish(announcements)
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
