/// Entries under keys, some of them with a deadline: the whole state of a ``TransientStore``.
///
/// It is pure and synchronous. A ``CellPool`` holds the entries, ``KeyIndex`` finds them by key,
/// ``DeadlineWheel`` knows which fall due when, and ``SortedKeys``, once somebody has asked for a
/// listing, keeps their order. Each fact about an entry stands in its cell and nowhere else.
///
/// Methods take the time as `now`, a closure that is called only where a deadline is involved. An
/// entry that is not live is skipped by every one of them and freed by a sweep, or when its key is
/// set again.
///
/// What a method removes it returns, or exchanges with its argument: releasing a value may run any
/// code, and is for the caller to do once the lock around the table is free.
struct ExpiringTable: ~Copyable, @unchecked Sendable {
    var cells = CellPool()
    var index = KeyIndex()
    var wheel = DeadlineWheel()
    var order = KeyOrder.unknown
    /// The queues that are more than a list.
    var queues = QueueShelf()
    /// What ``StoreInstant``s add to the table's own time.
    let origin: Int64
    /// Whether entries are being taken in: what is due waits until all are.
    var isLoading = false
    /// From when on each call looks whether queues are due; never in a table that is swept.
    var settlesFrom = Moment.end
    /// What undoes the transaction that is under way; nil outside of one.
    var journal: [Undo]?
    /// What is to be written down; nothing in a store without an adapter.
    var changes: TableChanges
    /// Who is told of what changes.
    let feed: ChangeFeed
    /// What the transaction under way has changed, to be told when it succeeds.
    var untold: [StoreChange] = []
    /// What it was asked for and changed nothing.
    var untoldRequests: [WriteRequest] = []
    /// Whether the store has a bound, which each write asks for.
    let isBounded: Bool
    /// What makes room in a full store; nil in a store without a bound.
    var bounds: TableBounds?
    /// What had to go in the call under way, released after the lock.
    var spent: [Remains] = []
    /// What has happened so far, the entries not counted.
    var statistics = StoreStatistics()
    /// The same at the beginning of the transaction under way.
    var formerStatistics = StoreStatistics()
    /// Whether the store has been closed: then nothing is found, and nothing is let in.
    var isClosed = false
    /// The revision of the last write.
    private(set) var revision = Revision(rawValue: 0)
    /// The latest time seen.
    ///
    /// It never goes back, so nothing that was found dead is found live.
    private(set) var latest = Moment.start

    /// What frees expired entries by itself; nil in a store that leaves it to its callers.
    let sweeping: Sweeping?
    /// The sweeper is woken for a deadline that is sooner than this.
    var wakesSweeperBefore: Moment

    private let hasher: KeyHasher
    let limits: StoreLimits

    /// Creates an empty table; `seed` decides where keys lie.
    init(
        seed: UInt64,
        limits: StoreLimits,
        feed: ChangeFeed = ChangeFeed(),
        changes: consuming TableChanges = TableChanges(),
        sweeping: Sweeping? = nil,
        bounds: StoreBounds? = nil,
        origin: Int64 = 0
    ) {
        self.origin = origin
        hasher = KeyHasher(seed: seed)
        self.limits = limits
        self.feed = feed
        self.changes = changes
        self.sweeping = sweeping
        isBounded = bounds != nil
        self.bounds = bounds.map { TableBounds($0) }
        wakesSweeperBefore = sweeping == nil ? .start : .end
    }

    /// Finds the cell of a key, live or not, and the hash of the key.
    @inline(__always)
    func locate(_ key: String) -> (number: CellNumber, hash: UInt32) {
        isClosed ? (.none, 0) : locateAny(key)
    }

    /// Finds the cell of a key, live or not, also in a store that has been closed.
    @inline(__always)
    func locateAny(_ key: String) -> (number: CellNumber, hash: UInt32) {
        locate(key, in: index)
    }

    @inline(__always)
    func locate(_ key: String, in index: borrowing KeyIndex) -> (number: CellNumber, hash: UInt32) {
        var number = CellNumber.none
        var hash: UInt32 = 0
        key.withKeyBytes { bytes in
            hash = hasher.hash(bytes)
            number = index.find(hash) { candidate in
                var isSame = false
                cells[candidate].pointee.key.withKeyBytes { isSame = $0.hasSameBytes(as: bytes) }
                return isSame
            }
        }
        return (number, hash)
    }

    /// Finds the cell of a key that is live.
    @inline(__always)
    mutating func find(_ key: String, now: () -> Moment) -> CellNumber {
        let number = locate(key).number
        return number != .none && isLive(number, now: now) ? number : .none
    }

    @inline(__always)
    mutating func isLive(_ number: CellNumber, now: () -> Moment) -> Bool {
        let deadline = cells[number].pointee.deadline
        return deadline.isNone || deadline.isLive(at: present(now))
    }

    /// The time, which never goes back.
    mutating func present(_ now: () -> Moment) -> Moment {
        latest = max(latest, now())
        return latest
    }

    mutating func nextRevision() -> Revision {
        revision = Revision(rawValue: revision.rawValue &+ 1)
        return revision
    }

    /// Continues after a revision that was issued before the store was made.
    mutating func raiseRevision(to issued: Revision) {
        revision = max(revision, issued)
    }

    /// Throws where a key that is not there cannot be set.
    func check(_ key: String) throws(StoreError) {
        if isClosed { throw .closed }
        try limits.checkKey(key)
    }
}
