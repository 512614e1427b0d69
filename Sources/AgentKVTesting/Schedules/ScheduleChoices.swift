/// Which of the tasks that can go on does.
///
/// With half of the seeds all have the same chance. With the others some are much slower than others,
/// as in a process that has too much to do: that finds what even chances hardly ever do.
struct ScheduleChoices {
    private var random: SplitMix64
    private let isEven: Bool
    private var weights: [Int] = []

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        isEven = random.oneIn(2)
    }

    /// Returns a place in the list of the tasks that can go on, which is in order.
    mutating func place(among tasks: [Int]) -> Int {
        if tasks.count == 1 { return 0 }
        if isEven { return Int.random(in: 0..<tasks.count, using: &random) }
        while let last = tasks.last, weights.count <= last {
            weights.append(random.pick([1, 6, 36]))
        }
        var rest = Int.random(in: 0..<tasks.reduce(0) { $0 + weights[$1] }, using: &random)
        for (place, task) in tasks.enumerated() {
            rest -= weights[task]
            if rest < 0 { return place }
        }
        return 0
    }
}
