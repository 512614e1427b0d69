/// A value and the moment it dies: what a dictionary has to hold to know lifetimes at all.
struct Timed<Value> {
    let value: Value
    let deadline: ContinuousClock.Instant

    init(_ value: Value, ttl: Duration) {
        self.value = value
        deadline = .now + ttl
    }
}

extension Keys {
    /// A dictionary of all these keys, without a lock: for work that one task does alone.
    func dictionary<Value>(of value: (Int) -> Value) -> [String: Value] {
        var dictionary: [String: Value] = [:]
        for (number, key) in all.enumerated() {
            dictionary[key] = value(number)
        }
        return dictionary
    }
}
