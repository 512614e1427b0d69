/// What those who wait for changes are told, if there are any.
///
/// A transaction tells nothing before it has succeeded.
extension ExpiringTable {
    /// Whether calls are counted and whoever waits is told: all but a build that is made to show what
    /// that costs, by `Examples/Benchmarks/Scripts/observed`.
    @inline(__always)
    static var tells: Bool {
        #if AGENTKV_BARE
        false
        #else
        true
        #endif
    }

    /// Counts that an entry has been set, and tells it.
    @inline(__always)
    mutating func tellSet(_ number: CellNumber, _ event: MessageEvent? = nil) {
        if !Self.tells { return }
        statistics.sets &+= 1
        if feed.isObserved { tellObserversSet(number, event) }
    }

    @inline(never)
    private mutating func tellObserversSet(_ number: CellNumber, _ event: MessageEvent?) {
        let cell = cells[number]
        tell(
            StoreChange(
                key: cell.pointee.key,
                revision: cell.pointee.revision,
                kind: .set,
                value: cell.pointee.value.told,
                message: event
            )
        )
    }

    /// Lets those who observe an entry know that it is about to end sooner, which is no change of it.
    ///
    /// Those who were to look at the deadline that it had would come too late. They look once the
    /// lock is free, whatever becomes of a transaction under way.
    @inline(__always)
    func tellLifetime(of number: CellNumber, _ deadline: Deadline) {
        if !Self.tells || !feed.isObserved { return }
        let cell = cells[number]
        if deadline.isSooner(than: cell.pointee.deadline) {
            feed.noteLifetimeChange(of: cell.pointee.key)
        }
    }

    /// Counts and tells that the entry which is about to be overwritten had expired, if it had.
    @inline(__always)
    mutating func noteExpiry(of number: CellNumber, now: () -> Moment) {
        if !isLive(number, now: now) { tellGone(number, .expired) }
    }

    /// Counts and tells that an entry is about to go, which is a write.
    mutating func tellGone(
        _ number: CellNumber,
        _ kind: StoreChange.Kind,
        _ event: MessageEvent? = nil
    ) {
        let revision = nextRevision()
        switch kind {
        case .expired: statistics.expirations &+= 1
        case .evicted: statistics.evictions &+= 1
        default: break
        }
        if feed.isObserved {
            let key = cells[number].pointee.key
            tell(StoreChange(key: key, revision: revision, kind: kind, message: event))
        }
    }

    /// Tells what has happened to a message without any change of its list, which is a write all the
    /// same.
    mutating func publish(_ event: MessageEvent, of key: String, now: () -> Moment) {
        let revision = nextRevision()
        if !feed.isObserved { return }
        let number = find(key, now: now)
        tell(
            StoreChange(
                key: key,
                revision: revision,
                kind: number == .none ? .popped : .set,
                value: number == .none ? nil : cells[number].pointee.value.told,
                message: event
            )
        )
    }

    private mutating func tell(_ change: StoreChange) {
        if journal == nil { feed.note(change) } else { untold.append(change) }
    }

    /// Notes a request of which no change tells, if anybody loads a key.
    @inline(__always)
    mutating func add(_ request: @autoclosure () -> WriteRequest) {
        if feed.isWatchedForWrites { addWatched(request()) }
    }

    @inline(never)
    private mutating func addWatched(_ request: WriteRequest) {
        if journal == nil { feed.add([request]) } else { untoldRequests.append(request) }
    }
}
