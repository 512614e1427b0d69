/// What a table knows of a queue that is more than a list: what is lent from it, and the ids that it
/// remembers.
///
/// It is reached under the table's lock only.
final class QueueBook: @unchecked Sendable {
    let key: String
    private(set) var lent: [MessageNumber: LentMessage] = [:]
    /// When leases end; those that have been ended or extended are passed over.
    private var leases = Heap<Timed<MessageNumber>>()
    /// The lists that have been at the key.
    var eras = ListEras() {
        didSet {
            if eras.current == oldValue.current { return }
            lentOfPresentList = lent.isEmpty ? 0 : lent.values.count { $0.era == eras.current }
        }
    }
    /// How many of those that are lent are of the list that is at the key.
    private(set) var lentOfPresentList = 0
    private(set) var ids: [ByteText: StoreInstant] = [:]
    private var idEnds = Heap<Timed<String>>()
    /// What was written down of the list, until everything has been loaded.
    var loaded: ListRecord?
    /// The moment for which the table has been told to look at this queue.
    var registered: StoreInstant?

    init(key: String) {
        self.key = key
    }

    /// Whether there is nothing to know.
    var isEmpty: Bool { lent.isEmpty && ids.isEmpty && eras.isEmpty }

    /// Sets or takes off a message that is lent, and returns what was there.
    ///
    /// - Complexity: O(log *n*) on average.
    func setLent(_ number: MessageNumber, to message: LentMessage?) -> LentMessage? {
        let former = lent.removeValue(forKey: number)
        if former?.era == eras.current { lentOfPresentList -= 1 }
        if let message {
            lent[number] = message
            if message.era == eras.current { lentOfPresentList += 1 }
            if former?.end != message.end {
                leases.insert(Timed(moment: message.end, subject: number))
            }
        }
        if leases.count > 2 * lent.count + 64 {
            leases.removeAll { lent[$0.subject]?.end == $0.moment }
        }
        return former
    }

    /// The first lease that ends.
    var firstLease: Timed<MessageNumber>? {
        while let next = leases.first {
            if lent[next.subject]?.end == next.moment { return next }
            leases.removeFirst()
        }
        return nil
    }

    /// Returns up to `limit` of the leases that have ended, the earliest first.
    func endedLeases(at now: StoreInstant, limit: Int) -> [(MessageNumber, LentMessage)] {
        var ended: [Timed<MessageNumber>] = []
        var found: [(MessageNumber, LentMessage)] = []
        while found.count < limit, let next = firstLease, next.moment <= now {
            leases.removeFirst()
            // One that was undone and set again is in there twice.
            if next == ended.last { continue }
            ended.append(next)
            if let message = lent[next.subject] { found.append((next.subject, message)) }
        }
        // Whether they are taken off is for the caller to say.
        for lease in ended { leases.insert(lease) }
        return found
    }

    /// Remembers or forgets an id, and returns until when it was remembered.
    ///
    /// - Complexity: O(log *n*) on average.
    func setID(_ id: String, until end: StoreInstant?) -> StoreInstant? {
        let former = ids.removeValue(forKey: ByteText(id))
        if let end {
            ids[ByteText(id)] = end
            idEnds.insert(Timed(moment: end, subject: id))
        }
        if idEnds.count > 2 * ids.count + 64 {
            idEnds.removeAll { ids[ByteText($0.subject)] == $0.moment }
        }
        return former
    }

    /// The id whose window ends first.
    var firstID: Timed<String>? {
        while let next = idEnds.first {
            if ids[ByteText(next.subject)] == next.moment { return next }
            idEnds.removeFirst()
        }
        return nil
    }
}

extension StoreInstant {
    /// A moment that never comes.
    static let never = StoreInstant(nanoseconds: .max)
}
