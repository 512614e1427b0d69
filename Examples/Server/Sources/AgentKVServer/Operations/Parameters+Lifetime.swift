internal import AgentKV
internal import AgentKVSQLite

extension Parameters {
    /// Returns the lifetime that they give; nil where they give none.
    ///
    /// - Parameters:
    ///   - key: The key that it is for.
    ///   - now: The time of day, in nanoseconds since 1970; read only where an end is given.
    /// - Returns: The lifetime, above zero.
    /// - Throws: ``StoreError/invalidTTL(key:reason:)`` for an end that is past.
    func lifetime(
        of key: String,
        at now: @autoclosure () -> Int64
    ) throws(StoreError) -> Duration? {
        if let seconds = object[Member.ttlName]?.seconds {
            return Duration(clampingSeconds: seconds)
        }
        guard let end = object[Member.endName]?.milliseconds else { return nil }
        let now = now()
        let lifetime = Duration.milliseconds(end) - .nanoseconds(now)
        if lifetime > .zero { return lifetime }
        let time = Timestamp.text(
            second: Int(now / 1_000_000_000),
            millisecond: Int(now % 1_000_000_000 / 1_000_000)
        )
        throw .invalidTTL(key: key, reason: "`\(Member.endName)` is past: it is \(time) by now")
    }
}

extension OperationCall {
    /// The time of day by the clock of the database, in nanoseconds since 1970.
    var now: Int64 { database.configuration.wallClock.nanoseconds }

    /// Returns the lifetime of the key that the call is about; nil for none.
    ///
    /// - Throws: ``StoreError/invalidTTL(key:reason:)`` for an end that is past.
    func lifetime() throws(StoreError) -> Duration? {
        try parameters.lifetime(of: parameters.key, at: now)
    }
}

extension Duration {
    /// The duration of so many seconds, the longest or the shortest where it is out of range; what
    /// is above zero stays above zero.
    init(clampingSeconds seconds: Double) {
        let longest = 1e15
        let clamped = min(max(seconds, -longest), longest)
        let duration = Duration.seconds(clamped)
        self = duration == .zero && seconds > 0 ? .nanoseconds(1) : duration
    }
}
