/// Calls to make, one after the other: the keys, the values to set, and how many.
struct Workload<Value: Sendable>: Sendable {
    let keys: Keys
    let values: [Value]
    var steps: Range<Int>

    /// `values` must be a power of two in number, which makes it cheap to choose one.
    init(_ keys: Keys, _ values: [Value], steps: Int) {
        precondition(values.count.nonzeroBitCount == 1)
        self.keys = keys
        self.values = values
        self.steps = 0..<steps
    }

    /// The value that a step sets.
    subscript(step: Int) -> Value {
        values[step & (values.count - 1)]
    }

    /// The same work for one of `count` tasks that divide it.
    func share(_ task: Int, of count: Int) -> Workload {
        let length = steps.count / count
        var share = self
        share.steps = task * length..<(task + 1) * length
        return share
    }
}

extension Workload<Int> {
    static func ints(_ keys: Keys, steps: Int) -> Workload {
        Workload(keys, Array(0..<1024), steps: steps)
    }
}

extension Workload<Profile> {
    static func profiles(
        _ keys: Keys,
        steps: Int,
        _ profile: (Int) -> Profile = Profile.short
    ) -> Workload {
        Workload(keys, (0..<1024).map(profile), steps: steps)
    }
}

/// A long lifetime: no entry dies by itself while it is measured.
let anHour = Duration.seconds(3600)
