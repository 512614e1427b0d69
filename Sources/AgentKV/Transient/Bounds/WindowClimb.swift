/// How large the window of ``EvictionPolicy`` is: a climb towards the size at which most is found.
///
/// It begins at a hundredth, which suits what is asked for again and again. After every ten times
/// as many requests as there are entries, the share of hits is compared with that of before: the
/// window goes on growing or shrinking while that rises, and turns round when it falls. The steps
/// become smaller, and begin anew when the share changes by a twentieth.
struct WindowClimb {
    /// The most that the window may cost.
    private(set) var window: Int
    /// The requests since the last step that found something, and those that did not.
    var hits = 0
    var misses = 0
    private let limit: Int
    private var step: Double
    private var formerShare = 0.0
    private var formerWindow = 0

    private static let firstStep = 0.0625
    private static let noise = 0.005
    private static let decay = 0.98
    private static let restart = 0.05

    init(limit: Int) {
        self.limit = limit
        window = max(limit / 100, 1)
        step = -Self.firstStep * Double(limit)
    }

    /// The most that protected entries may cost: four fifths of the main part.
    var protected: Int { (limit - window) / 5 * 4 }

    /// Whether enough has been seen for a step, where there are `count` entries.
    func isDue(_ count: Int) -> Bool { (hits + misses) / 10 >= max(count, 64) }

    /// Takes a step, and begins to count anew.
    mutating func advance() {
        let share = Double(hits) / Double(max(hits + misses, 1))
        let change = share - formerShare
        // At an end, where the window has not moved, small changes are none of its doing.
        if change < (window == formerWindow ? -Self.noise : 0) { step = -step }
        formerWindow = window
        let wanted = Double(window) + step
        window = max(Int(min(max(wanted, Double(limit) / 100), Double(limit) * 0.8)), 1)
        let sign = step < 0 ? -1.0 : 1
        step =
            abs(change) >= Self.restart ? sign * Self.firstStep * Double(limit) : step * Self.decay
        formerShare = share
        (hits, misses) = (0, 0)
    }
}
