/// The number of a write: a store counts its writes, and a key carries the number of its last one.
///
/// A later write has a greater revision, whatever its key. No revision is used twice, also not after a
/// crash that has lost the last writes, nor over a backup that was put back: a store that persists
/// leaves out some when it is opened, and goes on from the time of day, in microseconds since 1970, or
/// from further behind the last one found. A change of lifetime is no write of the value: it leaves
/// the revision as it is.
///
/// Revisions stay below 2^53, so that they are exact wherever JSON is read.
public struct Revision: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    /// The count of writes.
    public let rawValue: Int64

    /// Creates the revision of a count of writes.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Whether `left` was written before `right`.
    public static func < (left: Revision, right: Revision) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Revision: CustomStringConvertible {
    /// The count of writes, in decimal.
    public var description: String { String(rawValue) }
}

extension Revision {
    /// The greatest revision there is; a store that has come there refuses to write.
    package static let greatest = Revision(rawValue: (1 << 53) - 1)

    /// The greatest revision that a time of day leads to, or what somebody else says has been issued.
    ///
    /// Behind it there are 2^50 to count.
    package static let greatestStart = Revision(rawValue: (1 << 53) - (1 << 50))

    /// How many revisions are left out for those that were issued and lost, where the time of day alone
    /// does not keep them apart from later ones.
    private static let possiblyLost: Int64 = 1 << 20

    /// Returns the revision behind which a store goes on that is opened.
    ///
    /// It is the time of day in microseconds. That is behind all that was issued and lost, if less than
    /// one a microsecond was, and greater the later it is: of several that are opened on the same state,
    /// because that was put back in between, each goes on behind the others. Where it is not behind the
    /// last one found, because the clock was set back, and where more may have been issued, as many times
    /// 2^20 are added as lead 2^20 behind that; so it is another one for each microsecond also then.
    ///
    /// - Parameters:
    ///   - found: The last revision that was found.
    ///   - nanoseconds: The time of day, since 1970-01-01 00:00 UTC. One that is centuries ahead does
    ///     not count.
    ///   - isFast: Whether more than one a microsecond may have been issued and lost.
    /// - Returns: The revision before that of the first write.
    package static func start(
        after found: Revision,
        at nanoseconds: Int64,
        fast isFast: Bool
    ) -> Revision {
        let found = max(found.rawValue, 0)
        if found > greatest.rawValue - 2 * possiblyLost { return greatest }
        let microseconds = nanoseconds / 1_000
        let isPlausible = 0...greatestStart.rawValue ~= microseconds
        let time = isPlausible ? microseconds : 0
        if !isFast, time > found { return Revision(rawValue: time) }
        let missing = max(found + possiblyLost - time, 0)
        let steps = (missing + possiblyLost - 1) / possiblyLost
        return Revision(rawValue: time + steps * possiblyLost)
    }
}
