/// Finds the name that somebody may have meant.
enum NearestName {
    /// Longer names are like none.
    private static let longest = 40

    /// Returns the known name that is most like `name`; nil where none is like it.
    ///
    /// Case and what joins words do not count; a name is like one that it begins, or that begins it, and
    /// like one that is a few letters away.
    static func nearest(to name: String, of known: [String]) -> String? {
        if name.utf8.count > longest { return nil }
        let plain = plain(name)
        if plain.isEmpty { return nil }
        let distances = known.map { ($0, distance(plain, Self.plain($0))) }
        guard let nearest = distances.min(by: { $0.1 < $1.1 }) else { return nil }
        return nearest.1 <= (plain.count + 2) / 3 ? nearest.0 : nil
    }

    private static func plain(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map {
            UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0
        }
    }

    /// How many letters have to be changed, put in or left out.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        if one == other { return 0 }
        if min(one.count, other.count) > 1, one.starts(with: other) || other.starts(with: one) {
            return 1
        }
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var corner = row[0]
            row[0] = line + 1
            for (column, otherLetter) in other.enumerated() {
                let changed = corner + (letter == otherLetter ? 0 : 1)
                corner = row[column + 1]
                row[column + 1] = min(changed, corner + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
