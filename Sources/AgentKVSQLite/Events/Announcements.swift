internal import AgentKV

/// What a transaction is going to announce, in order.
///
/// It is noted also while nobody listens: who begins to while the transaction is under way is told
/// of it. Only of a great many things that nobody listens to the later ones are merely counted.
struct Announcements: Sendable {
    /// How many are noted that nobody listens to yet.
    static let unobserved = 1_000

    private let hasListeners: Bool
    private(set) var noted: [Announcement] = []
    private var omitted = 0
    /// The revision of the last thing that has happened.
    private(set) var last = Revision(rawValue: 0)
    /// Where more has changed than is noted.
    private(set) var unknown: [Unknown] = []

    private(set) var tallies = Tallies()
    /// Where each record is noted first; nil where nobody is going to ask for one.
    private var places: [GivenLifetimes.ID: Int]?

    /// A place, or an instance with all its places but some.
    enum Area: Sendable, Hashable {
        case place(Place)
        case instance(String, besides: Set<Place>)

        func contains(_ place: Place) -> Bool {
            switch self {
            case .place(let other): place == other
            case .instance(let id, let others):
                place.instanceID.utf8.elementsEqual(id.utf8) && !others.contains(place)
            }
        }
    }

    /// An area in which more has changed than is noted.
    struct Unknown: Sendable, Hashable {
        let area: Area
        /// How much was noted before that; nil where it comes behind all that is noted of the area.
        ///
        /// What is noted behind it still counts.
        let start: Int?
    }

    /// Creates an empty list; where somebody listens to all events already, it has no bound.
    ///
    /// Only one that `findsRecords` knows afterwards which it has.
    init(hasListeners: Bool, findsRecords: Bool = false) {
        self.hasListeners = hasListeners
        if findsRecords { places = [:] }
    }

    /// Notes an event that is about no single record.
    mutating func append(_ event: DatabaseEvent) {
        last = event.revision
        if isRoomy { noted.append(.event(event)) } else { omitted += 1 }
    }

    /// Notes the change of a record; where somebody waits for changes of its place it is noted in
    /// any case.
    mutating func append(_ change: RecordChange, isAwaited: Bool) {
        last = change.revision
        tallies.count(change)
        if isAwaited || isRoomy { return note(change) }
        omitted += 1
        noteOmission(in: change.place)
    }

    /// Notes that only the lifetime of a record was changed, which is told those who wait for its end,
    /// also those who begin to while the transaction is not durable yet.
    mutating func append(lifetimeOf change: RecordChange, isAwaited: Bool) {
        if isAwaited || isRoomy { note(change) } else { noteOmission(in: change.place) }
    }

    /// Whether something is noted of a record, which is what has become of it now.
    func hasNoted(_ id: GivenLifetimes.ID) -> Bool {
        guard let place = places?[id], noted.indices.contains(place),
            case .record(let change) = noted[place]
        else { return false }
        return GivenLifetimes.ID(change.key, in: change.place) == id
    }

    private mutating func note(_ change: RecordChange) {
        if places != nil {
            // Where it was noted before that stays, since what comes later may be taken back.
            let id = GivenLifetimes.ID(change.key, in: change.place)
            if !hasNoted(id) { places?[id] = noted.count }
        }
        noted.append(.record(change))
    }

    /// Notes that all records of an area are gone, of which none is noted.
    mutating func noteClearing(of area: Area) {
        unknown.append(Unknown(area: area, start: noted.count))
    }

    private mutating func noteOmission(in place: Place) {
        let omission = Unknown(area: .place(place), start: nil)
        if unknown.last != omission { unknown.append(omission) }
    }

    private var isRoomy: Bool { hasListeners || noted.count < Self.unobserved }

    /// How far it has come, to go back there.
    var mark: Mark {
        Mark(
            noted: noted.count,
            omitted: omitted,
            unknown: unknown.count,
            tallies: tallies.mark
        )
    }

    /// Forgets what came after the mark.
    mutating func goBack(to mark: Mark) {
        noted.removeSubrange(mark.noted...)
        unknown.removeSubrange(mark.unknown...)
        omitted = mark.omitted
        tallies.goBack(to: mark.tallies)
    }

    struct Mark {
        let noted: Int
        let omitted: Int
        let unknown: Int
        let tallies: Tallies.Mark
    }

    /// Calls `body` with the events, and at last with how many are missing.
    func forEachEvent(limits: StoreLimits, _ body: (DatabaseEvent) -> Void) {
        for announcement in noted {
            switch announcement {
            case .event(let event): body(event)
            case .record(let change): change.event(limits: limits).map(body)
            }
        }
        if omitted > 0 {
            body(DatabaseEvent(revision: last, kind: .overflow(missed: omitted)))
        }
    }
}
