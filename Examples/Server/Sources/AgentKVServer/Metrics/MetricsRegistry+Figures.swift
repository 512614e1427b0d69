internal import CoreMetrics
internal import Synchronization

extension MetricsRegistry {
    /// A number that grows.
    final class Count: CounterHandler {
        private let value = Atomic(Int64(0))

        func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

        func reset() { value.store(0, ordering: .relaxed) }

        func lines(of name: Name) -> [String] { [name.line(value.load(ordering: .relaxed))] }
    }

    /// A number that goes up and down.
    final class Level: MeterHandler {
        private let value = Mutex(0.0)

        func set(_ value: Int64) { set(Double(value)) }

        func set(_ value: Double) { self.value.withLock { $0 = value } }

        func increment(by amount: Double) { value.withLock { $0 += amount } }

        func decrement(by amount: Double) { value.withLock { $0 -= amount } }

        func lines(of name: Name) -> [String] { [name.line(value.withLock { $0 })] }
    }

    /// How often something took how long.
    final class Times: TimerHandler {
        private struct State {
            /// How many took no longer than the limit beside it, and longer than the one before;
            /// at last those that took longer than all.
            var counts = [Int](repeating: 0, count: limits.count + 1)
            var nanoseconds: Double = 0
        }

        /// In nanoseconds.
        private static let limits: [Int64] = [
            100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
            50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 5_000_000_000,
        ]

        private let state = Mutex(State())

        func recordNanoseconds(_ duration: Int64) {
            let place = Self.limits.firstIndex { duration <= $0 } ?? Self.limits.count
            state.withLock { state in
                state.counts[place] += 1
                state.nanoseconds += Double(duration)
            }
        }

        /// In seconds, and those up to a limit with all that are shorter.
        func lines(of name: Name) -> [String] {
            let state = state.withLock { $0 }
            var lines: [String] = []
            var count = 0
            for (position, number) in state.counts.enumerated() {
                count += number
                let isLast = position == Self.limits.count
                let limit = isLast ? "+Inf" : "\(Double(Self.limits[position]) / 1e9)"
                lines.append(name.line(count, suffix: "_bucket", "le=\"\(limit)\""))
            }
            lines.append(name.line(state.nanoseconds / 1e9, suffix: "_sum"))
            lines.append(name.line(count, suffix: "_count"))
            return lines
        }
    }
}
