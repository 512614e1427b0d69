/// The keys that a subject uses, and the order in which its steps meet them.
struct Keys: Sendable {
    let all: [String]

    /// 11 bytes each, `task:000042`: Swift keeps such a text without an allocation.
    static func short(_ count: Int) -> Keys {
        Keys(all: (0..<count).map { "task:" + sixDigits($0) })
    }

    /// 37 bytes each, as keys built from a few names tend to be.
    static func long(_ count: Int) -> Keys {
        Keys(all: (0..<count).map { "session:7f3a:agent:planner:task:" + sixDigits($0) })
    }

    /// The key of a step: scattered over all keys, the same in every run.
    subscript(step: Int) -> String {
        let scattered = UInt64(UInt32(truncatingIfNeeded: step &* 2_654_435_769))
        return all[Int((scattered &* UInt64(all.count)) >> 32)]
    }

    static func sixDigits(_ number: Int) -> String {
        String(String(1_000_000 + number).dropFirst())
    }
}
