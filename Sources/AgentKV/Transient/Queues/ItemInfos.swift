/// What is known of the messages of a list in memory, for those of which there is anything to know.
///
/// It costs nothing while there is none. Places are counted from the beginning of the list as it was
/// first, so that nothing moves when messages are taken there or come back.
struct ItemInfos: Sendable {
    private var infos: [Int: MessageInfo] = [:]
    /// The place of the first message.
    private var first = 0
    /// The places of messages that expire; those that are there no longer are passed over.
    private var deadlines = Heap<Timed<Int>>()

    var isEmpty: Bool { infos.isEmpty }

    /// What is known of the message at an index.
    subscript(index: Int) -> MessageInfo {
        infos.isEmpty ? MessageInfo() : infos[first + index] ?? MessageInfo()
    }

    /// The earliest deadline of a message.
    ///
    /// - Complexity: O(1), and O(log *n*) for each message with a deadline that has been taken since.
    var earliestDeadline: StoreInstant? {
        mutating get {
            while let next = deadlines.first {
                if infos[next.subject]?.deadline == next.moment { return next.moment }
                deadlines.removeFirst()
            }
            return nil
        }
    }

    /// Takes what is known of the first messages.
    mutating func takeFirst(_ count: Int) -> [MessageInfo] {
        if infos.isEmpty { return Array(repeating: MessageInfo(), count: count) }
        let taken = (0..<count).map { infos.removeValue(forKey: first + $0) ?? MessageInfo() }
        first += count
        forgetPlaces()
        return taken
    }

    /// Puts messages first.
    mutating func prepend(_ new: [MessageInfo]) {
        if infos.isEmpty, new.allSatisfy(\.isEmpty) { return }
        first -= new.count
        for (index, info) in new.enumerated() { set(info, at: index) }
    }

    /// Puts messages behind `count` others.
    mutating func append(_ new: [MessageInfo], after count: Int) {
        for (index, info) in new.enumerated() { set(info, at: count + index) }
    }

    /// Takes the messages behind the first `count` off.
    mutating func truncate(to count: Int) {
        if infos.isEmpty { return }
        infos = infos.filter { $0.key < first + count }
        forgetPlaces()
    }

    private mutating func set(_ info: MessageInfo, at index: Int) {
        if info.isEmpty { return }
        infos[first + index] = info
        if let deadline = info.deadline {
            deadlines.insert(Timed(moment: deadline, subject: first + index))
        }
    }

    private mutating func forgetPlaces() {
        if infos.isEmpty { self = ItemInfos() }
    }

    /// The infos of a list of `count` messages that has been edited to one of `newCount`.
    ///
    /// `matches` says whether the message at an index is what is now at another one.
    func realigned(
        from count: Int,
        to newCount: Int,
        _ matches: (_ old: Int, _ new: Int) -> Bool
    ) -> ItemInfos {
        if infos.isEmpty { return ItemInfos() }
        let known = (0..<count).filter { infos[first + $0] != nil }
        let places = Realignment.places(of: known, movedBy: newCount - count, in: newCount) {
            matches(known[$0], $1)
        }
        var result = ItemInfos()
        for (old, new) in zip(known, places) {
            if let new { result.set(self[old], at: new) }
        }
        return result
    }

    /// The indices of all messages of which something is known, with that.
    func known(of count: Int) -> [(index: Int, info: MessageInfo)] {
        infos.isEmpty
            ? []
            : infos.map { (index: $0.key - first, info: $0.value) }.sorted { $0.index < $1.index }
    }
}
