/// A point in a store's time: nanoseconds since the store was made.
struct Moment: Comparable, Sendable {
    var nanoseconds: Int64

    static let start = Moment(nanoseconds: 0)
    static let end = Moment(nanoseconds: .max)

    static func < (left: Moment, right: Moment) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

/// The moment from which an entry is no longer live, or none.
///
/// An optional in eight bytes: `none` lies where no sum of a moment and a lifetime comes, since
/// those saturate to it. A lifetime too long to represent is thereby no deadline.
struct Deadline: Equatable, Sendable {
    private let nanoseconds: Int64

    static let none = Deadline(nanoseconds: .max)

    private init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    init(_ lifetime: Lifetime, after now: Moment) {
        let (sum, overflow) = now.nanoseconds.addingReportingOverflow(lifetime.nanoseconds)
        nanoseconds = overflow ? .max : sum
    }

    /// A moment as a deadline; the end of time is none.
    init(_ moment: Moment) {
        nanoseconds = moment.nanoseconds
    }

    var isNone: Bool { self == .none }

    /// Whether an entry with this deadline is live: up to the deadline, not at it.
    func isLive(at now: Moment) -> Bool {
        isNone || now.nanoseconds < nanoseconds
    }

    func isSooner(than other: Deadline) -> Bool {
        nanoseconds < other.nanoseconds
    }

    /// How long an entry still lives; nil without a deadline.
    func remaining(at now: Moment) -> Duration? {
        remainingNanoseconds(at: now).map { .nanoseconds($0) }
    }

    /// The same in nanoseconds; negative once the deadline has passed.
    func remainingNanoseconds(at now: Moment) -> Int64? {
        isNone ? nil : nanoseconds - now.nanoseconds
    }

    var moment: Moment { Moment(nanoseconds: nanoseconds) }

    var tick: UInt64 { moment.tick }
}

extension Moment {
    /// The tick of ``DeadlineWheel`` that holds this moment.
    var tick: UInt64 { UInt64(bitPattern: max(nanoseconds, 0)) >> 19 }

    /// The beginning of a tick that holds a moment.
    init(tick: UInt64) {
        nanoseconds = Int64(bitPattern: tick << 19)
    }
}

/// A positive lifetime in whole nanoseconds.
struct Lifetime: Sendable {
    let nanoseconds: Int64

    /// A number of nanoseconds, which has to be positive.
    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Rounds `ttl` up to a nanosecond; nil if it is not positive.
    ///
    /// A lifetime of more than 292 years counts as endless.
    init?(_ ttl: Duration) {
        guard ttl > .zero else { return nil }
        guard let floor = ttl.wholeNanoseconds else {
            nanoseconds = .max
            return
        }
        nanoseconds = Duration.nanoseconds(floor) < ttl ? floor + 1 : floor
    }
}

extension Duration {
    /// The nanoseconds of a duration that is not negative, rounded down; nil if they are too many
    /// for 64 bits, of which the components might be too.
    package var wholeNanoseconds: Int64? {
        guard self < .nanoseconds(Int64.max) else { return nil }
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
