import AgentKVTesting

@testable import AgentKV
@testable import AgentKVSQLite

/// A time of day that somebody sets, beside a clock that nobody does.
final class SetDay: Sendable {
    let clock: ManualClock
    private let offset = Lock<Int64>(0)

    /// Creates the time of day of one process; the processes of one machine share a clock.
    init(_ clock: ManualClock = ManualClock()) {
        self.clock = clock
    }

    /// The time of day, which does not say what it goes on by: that is what ``clock`` is told for.
    var wallClock: WallClock {
        let day = clock.wallClock
        return WallClock { [self] in day.nanoseconds + offset.withLock { $0 } }
    }

    /// Sets it forward, or back.
    func set(by seconds: Int64) { set(by: .seconds(seconds)) }

    /// Sets it forward, or back.
    func set(by time: Duration) { offset.withLock { $0 += time.wholeNanoseconds ?? 0 } }

    /// Lets time go on, for all that share the clock.
    func pass(_ seconds: Int64) { clock.advance(by: .seconds(seconds)) }

    /// Has `body` run while the time of day is wrong.
    @discardableResult
    func wrong<R>(by seconds: Int64, _ body: () async throws -> R) async throws -> R {
        set(by: seconds)
        defer { set(by: -seconds) }
        return try await body()
    }

    func configuration(sweeps: Bool = false) -> SQLiteDatabase.Configuration {
        var configuration = SQLiteDatabase.Configuration.at(clock, sweeps: sweeps)
        configuration.wallClock = wallClock
        configuration.synchronous = .normal
        return configuration
    }
}
