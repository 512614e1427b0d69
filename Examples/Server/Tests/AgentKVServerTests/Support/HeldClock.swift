import AgentKV
import Dispatch
import Synchronization

/// A time of day that holds up a database in the midst of what it does.
final class HeldClock: Sendable {
    private let isToHold = Atomic(false)
    private let gate = DispatchSemaphore(value: 0)
    private let readings: AsyncStream<Void>
    private let reading: AsyncStream<Void>.Continuation

    init() { (readings, reading) = AsyncStream.makeStream() }

    /// The clock for the database.
    var wallClock: WallClock {
        WallClock { [self] in
            if isToHold.exchange(false, ordering: .relaxed) {
                reading.yield()
                gate.wait()
            }
            return WallClock.system.nanoseconds
        }
    }

    /// Makes the next one who asks for the time wait.
    func hold() { isToHold.store(true, ordering: .relaxed) }

    /// Returns once someone waits.
    func waitUntilHeld() async { for await _ in readings { return } }

    /// Lets who waits go on.
    func release() { gate.signal() }
}
