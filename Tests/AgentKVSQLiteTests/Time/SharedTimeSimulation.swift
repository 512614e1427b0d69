import AgentKVTesting

@testable import AgentKVSQLite

/// Many processes on one file whose clocks are set, all or one of them, at random, and machines that
/// are started again; what is said of time has to hold all the same.
struct SharedTimeSimulation {
    struct Violation: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    private struct Process {
        var time: SharedTime
        var told = Int64.min
    }

    /// A lifetime that one of them has given.
    private struct Lifetime {
        let given: Int64
        let length: Int64
        let deadline: Int64
        /// How much earlier it may end, for what has been set forward.
        var allowance: Int64
        /// The same for what was wrong before the machine was started again.
        var returns: Int64 = 0
        /// Whether the machine has been started since: then nobody knows how long it was off.
        var isOld = false
    }

    private static let second: Int64 = 1_000_000_000
    private static let day: Int64 = 1_790_000_000_000_000_000

    private var random: SplitMix64
    /// How much time has passed; the monotonic clock tells it since the machine was started.
    private var passed: Int64 = 0
    private var started: Int64 = 0
    private var source: Int64 = 1
    private var offset: Int64 = 0
    private var row: TimeRow?
    private var processes: [Process] = []
    private var lifetimes: [Lifetime] = []
    private(set) var ended = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    private var steady: Int64 { passed - started }

    mutating func run(steps: Int = 2_000) throws {
        for _ in 0..<4 { try add() }
        for _ in 0..<steps {
            try step()
        }
    }

    private mutating func step() throws {
        let index = Int.random(in: 0..<processes.count, using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0: set(by: jump())
        case 1:
            // Wrong for one of them, and for one call.
            let wrong = jump()
            noteForward(wrong)
            // When it is right again, that is a way forward for who knows only the wrong one.
            for index in lifetimes.indices { lifetimes[index].returns += max(-wrong, 0) }
            _ = oneIn(2) ? try write(index, wrong: wrong) : try read(index, wrong: wrong)
        case 2: passed += Int64.random(in: 0...3_600, using: &random) * Self.second
        case 3: try replace(index)
        case 4 where oneIn(5): try restart()
        case 5..<15: try write(index)
        case 15..<25: try read(index)
        case 25: try agree()
        default: passed += Int64.random(in: 0...Self.second, using: &random)
        }
    }

    private mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &random) == 0
    }

    private mutating func jump() -> Int64 {
        let size: Int64 = oneIn(2) ? 3_600 : 10
        return Int64.random(in: -size * Self.second...size * Self.second, using: &random)
    }

    private mutating func set(by jump: Int64) {
        offset += jump
        noteForward(jump)
    }

    private mutating func noteForward(_ jump: Int64) {
        for index in lifetimes.indices { lifetimes[index].allowance += max(jump, 0) }
    }

    private func wall(_ wrong: Int64) -> Int64 { Self.day + passed + offset + wrong }

    private mutating func add() throws {
        processes.append(Process(time: SharedTime(source: source)))
        try write(processes.count - 1)
    }

    private mutating func replace(_ index: Int) throws {
        processes[index] = Process(time: SharedTime(source: source))
        try write(index)
    }

    private mutating func restart() throws {
        // Some machines have been on for long, others begin now.
        started = passed - (oneIn(2) ? 0 : .random(in: 0...1_000_000, using: &random) * Self.second)
        source += 1
        if oneIn(2) { set(by: jump()) }
        for index in lifetimes.indices { lifetimes[index].isOld = true }
        for index in processes.indices { try replace(index) }
    }

    private mutating func write(_ index: Int, wrong: Int64 = 0) throws {
        if let row { processes[index].time.learn(row, steady: steady) }
        let next = processes[index].time.next(after: row, wall: wall(wrong), steady: steady)
        let now = next.row.course.time(at: steady)
        let least = row.map { $0.source == source ? $0.course.time(at: steady) : $0.time }
        if let row, let least, now < least {
            throw Violation("the file's time went back from \(row) to \(now)")
        }
        if next.isNew || oneIn(2) { row = next.row }
        if next.isNew { processes[index].time.learn(next.row, steady: steady) }
        try tell(now, to: index)
        try end(at: now)
        if oneIn(2) { give(at: now) }
    }

    private mutating func read(_ index: Int, wrong: Int64 = 0) throws {
        if processes[index].time.isOutdated(at: steady) {
            try look(index, wrong: wrong)
        } else {
            try tell(processes[index].time.now(at: steady), to: index)
        }
    }

    private mutating func look(_ index: Int, wrong: Int64 = 0) throws {
        _ = processes[index].time.look(at: row, wall: wall(wrong), steady: steady)
        try tell(processes[index].time.now(at: steady), to: index)
    }

    private mutating func tell(_ now: Int64, to index: Int) throws {
        if now < processes[index].told {
            throw Violation("a process was told \(now) after \(processes[index].told)")
        }
        processes[index].told = now
    }

    /// Once all have looked, what is alive for one is so for all, but for what a second is longer than
    /// a slower one.
    private mutating func agree() throws {
        passed += Self.second + 1
        guard let row else { return }
        let time = row.course.time(at: steady)
        for index in processes.indices {
            try look(index)
            let told = processes[index].told
            if told < time || told > time + Self.second / 10 {
                throw Violation("one sees \(told), and in the file it is \(time)")
            }
        }
    }

    private mutating func give(at now: Int64) {
        let length = Int64.random(in: 1...7_200, using: &random) * Self.second
        lifetimes.append(
            Lifetime(
                given: passed,
                length: length,
                deadline: now + length,
                // What has been set forward before and is not seen yet.
                allowance: max(wall(0) - now, 0) + SharedTime.tolerance
            )
        )
    }

    private mutating func end(at now: Int64) throws {
        for lifetime in lifetimes {
            let lasted = passed - lifetime.given
            if now >= lifetime.deadline {
                ended += 1
                let returns = lifetime.isOld ? lifetime.returns : 0
                if lasted < lifetime.length - lifetime.allowance - returns {
                    throw Violation("\(lifetime) ended after \(lasted)")
                }
            } else if !lifetime.isOld, lasted > lifetime.length + lifetime.length / 10 {
                throw Violation("\(lifetime) lasts for \(lasted)")
            }
        }
        lifetimes.removeAll { now >= $0.deadline }
    }
}
