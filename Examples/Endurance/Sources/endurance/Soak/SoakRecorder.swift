import AgentKV

/// The latencies of a soak in windows of time, of each of which the median is kept.
final class SoakRecorder: Sendable {
    struct Window: Sendable {
        /// The middle of the window, in minutes since the beginning.
        var minute: Double
        /// The median time of a call in seconds, by load.
        var latencies: [String: Double]
        var memory: Memory
    }

    private struct State {
        var samples: [String: [Double]] = [:]
        var windows: [Window] = []
        var calls = 0
    }

    private let state = Locked(State())

    /// Notes a burst of calls.
    func note(_ load: String, calls: Int, in time: Duration) {
        state.withLock { state in
            state.calls += calls
            state.samples[load, default: []].append(time.seconds / Double(max(calls, 1)))
        }
    }

    /// Ends a window whose middle is that minute, and returns it.
    func endWindow(at minute: Double) -> Window {
        let memory = Memory.now()
        return state.withLock { state in
            var latencies: [String: Double] = [:]
            for (load, samples) in state.samples {
                latencies[load] = samples.median
                state.samples[load]?.removeAll(keepingCapacity: true)
            }
            let window = Window(minute: minute, latencies: latencies, memory: memory)
            state.windows.append(window)
            return window
        }
    }

    var windows: [Window] { state.withLock { $0.windows } }
    var calls: Int { state.withLock { $0.calls } }
}
