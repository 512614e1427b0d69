/// What is known of the messages of a list, as it is written down: by the place of each, for those of
/// which there is anything to know.
struct WaitingInfos: Sendable, Hashable, Codable {
    struct Entry: Sendable, Hashable, Codable {
        var place: Int
        /// The checksum of the item, by which it is found again after others have changed the list.
        var checksum: Int64
        var info: MessageInfo
    }

    /// The revision of the list that the places are of.
    var revision: Int64 = 0
    /// How many items the list had.
    var count = 0
    /// In the order of the places.
    var entries: [Entry] = []

    /// The earliest deadline of a message; nil where none has one.
    var earliestDeadline: StoreInstant? { entries.compactMap(\.info.deadline).min() }

    /// What is known of the messages of a list, in its order; nil for those that there is nothing
    /// to know of.
    ///
    /// - Complexity: O(*n*).
    func infos(of count: Int) -> [MessageInfo] {
        var infos = Array(repeating: MessageInfo(), count: count)
        for entry in entries where infos.indices.contains(entry.place) {
            infos[entry.place] = entry.info
        }
        return infos
    }

    /// Creates what is to be written down of the messages of a list.
    init(revision: Int64, messages: [QueuedMessage], limits: StoreLimits) {
        self.revision = revision
        count = messages.count
        for (place, message) in messages.enumerated() where !message.info.isEmpty {
            let checksum = message.item.checksum(limits: limits)
            entries.append(Entry(place: place, checksum: checksum, info: message.info))
        }
    }

    init() {}

    /// Finds the messages in a list that others have changed.
    mutating func realign(with items: [JSONValue], at revision: Int64) {
        let places = Realignment.places(
            of: entries.map(\.place),
            movedBy: items.count - count,
            in: items.count
        ) { entry, place in entries[entry].checksum == items[place].checksum }
        entries = zip(entries, places).compactMap { entry, place in
            place.map { Entry(place: $0, checksum: entry.checksum, info: entry.info) }
        }
        count = items.count
        self.revision = revision
    }
}

/// Where the known items of a list are after somebody has edited it.
enum Realignment {
    /// Returns the new places of items, in their order; nil for those that are gone.
    ///
    /// Those at the beginning that are where they were stay, and so do those at the end, counted from
    /// there; between them each is the first that matches behind the one before.
    ///
    /// - Parameters:
    ///   - old: Where they were, in ascending order.
    ///   - shift: How many items more the list has now.
    ///   - count: How many items the list has now.
    ///   - matches: Whether an item, by its index in `old`, is what is now at a place.
    /// - Returns: A place for each of `old`.
    /// - Complexity: O(*n* + *m*) calls of `matches`.
    static func places(
        of old: [Int],
        movedBy shift: Int,
        in count: Int,
        _ matches: (_ item: Int, _ place: Int) -> Bool
    ) -> [Int?] {
        var new: [Int?] = Array(repeating: nil, count: old.count)
        var (first, last) = (0, old.count - 1)
        while first <= last, old[first] < count, matches(first, old[first]) {
            new[first] = old[first]
            first += 1
        }
        var lowest = first > 0 ? old[first - 1] + 1 : 0
        var highest = count
        while last >= first, case let place = old[last] + shift, place >= lowest, place < count,
            matches(last, place)
        {
            new[last] = place
            highest = place
            last -= 1
        }
        if first > last { return new }
        for item in first...last {
            guard let place = (lowest..<max(lowest, highest)).first(where: { matches(item, $0) })
            else { continue }
            new[item] = place
            lowest = place + 1
        }
        return new
    }
}

extension JSONValue {
    /// A number that equal values have in common, and others hardly.
    package var checksum: Int64 {
        Int64(bitPattern: Checksum(of: ((try? canonicalText()) ?? "").utf8).value)
    }
}

extension StoreValue {
    /// The checksum of the value as JSON; 0 where it has none.
    func checksum(limits: StoreLimits) -> Int64 {
        (try? json(maximumDepth: limits.itemDepth))?.checksum ?? 0
    }
}
