/// Looks for an order of the calls of a history, one after the other, that explains what they returned.
///
/// It is the search of Wing and Gong: of the calls that were made before any other returned, one comes
/// first. Where that leads nowhere it tries the next. As Lowe has it, it does not try again what calls
/// it has placed before with the same contents as their result; and keys that no call joins are
/// looked at by themselves.
package struct LinearizabilityChecker: Sendable {
    /// What comes of a search.
    package enum Verdict: Sendable {
        case linearizable
        /// No order explains these calls, of which one could never be placed.
        case wrong(calls: [RecordedCall], stuckAt: RecordedCall)
        /// It has given up.
        case undecided
    }

    /// How many places it tries before it gives up.
    private let maximumTrials: Int

    package init(maximumTrials: Int = 2_000_000) {
        self.maximumTrials = maximumTrials
    }

    package func check(_ history: [RecordedCall]) -> Verdict {
        var isDecided = true
        for calls in Self.parts(of: history) {
            switch search(calls) {
            case .linearizable: continue
            case .undecided: isDecided = false
            case let wrong: return wrong
            }
        }
        return isDecided ? .linearizable : .undecided
    }

    private struct Configuration: Hashable {
        var placed: [UInt64]
        var state: SequentialState

        mutating func toggle(_ call: Int) { placed[call / 64] ^= 1 << UInt64(call % 64) }
    }

    private func search(_ calls: [RecordedCall]) -> Verdict {
        var list = EventList(calls)
        var present = Configuration(
            placed: Array(repeating: 0, count: calls.count / 64 + 1),
            state: SequentialState()
        )
        var seen: Set<Configuration> = [present]
        var placed: [(call: Int, before: SequentialState)] = []
        var furthest = (count: -1, call: 0)
        var trials = 0
        var place = list.first
        while list.first != EventList.end {
            trials += 1
            if trials > maximumTrials { return .undecided }
            let event = list[place]
            if !event.isReturn {
                var next = present
                next.toggle(event.call)
                let call = calls[event.call]
                if next.state.take(call.call, call.outcome), seen.insert(next).inserted {
                    placed.append((event.call, present.state))
                    present = next
                    list.leaveOut(event.call)
                    place = list.first
                } else {
                    place = list.place(after: place)
                }
                continue
            }
            // A call has returned and is not placed: what was placed last is another.
            if placed.count > furthest.count { furthest = (placed.count, event.call) }
            guard let last = placed.popLast() else {
                return .wrong(calls: calls, stuckAt: calls[furthest.call])
            }
            present.toggle(last.call)
            present.state = last.before
            list.putBack(last.call)
            place = list.place(after: list.place(of: last.call))
        }
        return .linearizable
    }

    /// The calls in groups that have no key in common, each in the order of time.
    private static func parts(of history: [RecordedCall]) -> [[RecordedCall]] {
        var groups: [(keys: Set<String>, calls: [RecordedCall])] = []
        for call in history {
            let keys = Set(call.call.keys)
            let joined = groups.filter { !$0.keys.isDisjoint(with: keys) }
            groups.removeAll { !$0.keys.isDisjoint(with: keys) }
            groups.append(
                (
                    joined.reduce(into: keys) { $0.formUnion($1.keys) },
                    joined.flatMap(\.calls) + [call]
                )
            )
        }
        return groups.map { $0.calls.sorted { $0.invoked < $1.invoked } }
    }
}
