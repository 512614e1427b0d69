internal import AgentKV
internal import Dispatch

/// Looks at an interval whether others have written to the file, and tells those who listen.
///
/// It notices too that the file has been removed or replaced. It looks through the connection that writes, for which SQLite counts the commits of all others.
final class WatchOfOthers: @unchecked Sendable {
    private let timer: any DispatchSourceTimer
    /// What SQLite counted at the last look; afterwards used on the writer's queue only.
    private var version: Int64?

    init(_ writer: Writer, every interval: Duration) {
        version = writer.connection.withLock { try? $0?.countOfOthers() }
        timer = DispatchSource.makeTimerSource(queue: writer.queue)
        let nanoseconds = max(interval, .milliseconds(1)).wholeNanoseconds ?? .max
        timer.schedule(deadline: .now(), repeating: .nanoseconds(Int(clamping: nanoseconds)))
        timer.setEventHandler { [weak self, weak writer] in
            guard let self, let writer else { return }
            if let last = newRevision(of: writer) { writer.publishWritingOfOthers(last) }
        }
        timer.activate()
    }

    deinit { stop() }

    /// Looks no more.
    func stop() { timer.cancel() }

    /// The last revision, if others have written since the last look.
    ///
    /// It looks also while nobody listens: who begins to has not missed what came before the next
    /// look. To be called on the writer's queue.
    func newRevision(of writer: Writer) -> Revision? {
        if let file = writer.file, (try? file.check()) == nil { return nil }
        return writer.connection.withLock { connection in
            guard let connection, let present = try? connection.countOfOthers() else { return nil }
            defer { version = present }
            guard let version, version != present else { return nil }
            if let state = try? connection.metadataState() { writer.nextDue.set(state.due) }
            if let deadline = try? connection.earliestDeadline() {
                writer.sweeper?.note(deadline, of: writer)
            }
            return try? connection.lastRevision()
        }
    }
}

extension Writer {
    /// Tells that others have written, up to this revision, behind the ends of lifetimes that this
    /// explains.
    fileprivate func publishWritingOfOthers(_ last: Revision) {
        guard let lifetimes = audience.lifetimes, !lifetimes.due(at: clock.now.milliseconds).isEmpty
        else { return audience.publishWritingOfOthers(last) }
        Task {
            try? await announceEndsElsewhere()
            queue.async { self.audience.publishWritingOfOthers(last) }
        }
    }
}

extension Connection {
    /// A number that changes when another connection has committed.
    func countOfOthers() throws -> Int64 {
        let statement = try statement("PRAGMA data_version")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The last revision issued to a write that is durable.
    func lastRevision() throws -> Revision {
        let statement = try statement("SELECT revision FROM kv_revision WHERE only = 1")
        defer { statement.reset() }
        return Revision(rawValue: try statement.step() ? statement.integer(0) : 0)
    }
}
