internal import AgentKV
internal import Dispatch

/// The time of a history: nanoseconds, the same for all threads and processes of the machine.
enum HistoryTime {
    static var now: Int { Int(clamping: DispatchTime.now().uptimeNanoseconds) }
}

/// One of those who work on a store at the same time: it makes random calls, one after the other, and
/// writes down what they return.
struct HistoryClient {
    let number: Int
    let store: any KeyValueStore
    /// Whether calls have several keys.
    let joinsKeys: Bool
    /// Whether keys are loaded.
    let loads: Bool
    /// Whether messages are sent and taken, instead of all else.
    let inboxes: Bool
    var random: SplitMix64
    /// What it has been lent, whether it holds it still or not.
    var lent: [Delivery<SimulatedMessage>] = []
    /// The revisions that it has been told.
    private var known: [String: Revision] = [:]
    private static let keys = ["a", "b", "c"]

    init(
        _ number: Int,
        of seed: UInt64,
        on store: any KeyValueStore,
        loads: Bool,
        inboxes: Bool
    ) {
        self.number = number
        self.store = store
        self.loads = loads
        self.inboxes = inboxes
        joinsKeys = seed.isMultiple(of: 2)
        random = SplitMix64(seed: seed &* 64 &+ UInt64(number))
    }

    /// Makes so many calls, and returns them.
    mutating func run(_ count: Int) async throws -> [RecordedCall] {
        var calls: [RecordedCall] = []
        calls.reserveCapacity(count)
        for index in 0..<count {
            let call = nextCall(index)
            if case .load(let key, let value) = call {
                calls += try await load(key, value)
                continue
            }
            let invoked = HistoryTime.now
            let outcome = try await perform(call)
            let returned = HistoryTime.now
            learn(call, outcome)
            calls.append(
                RecordedCall(client: number, call, outcome, invoked: invoked, returned: returned)
            )
        }
        return calls
    }

    private mutating func perform(_ call: HistoryCall) async throws -> HistoryOutcome {
        if case .inbox(_, let call) = call { return try await perform(call) }
        return try await call.perform(on: store)
    }

    /// Loads a key, and tells the beginning and the end of the load, if it was this client's.
    private func load(_ key: String, _ value: JSONValue) async throws -> [RecordedCall] {
        let times = Lock<(begun: Int, ended: Int)?>(nil)
        let invoked = HistoryTime.now
        let found = try await store.value(for: key) {
            let begun = HistoryTime.now
            for _ in 0..<3 { await Task.yield() }
            times.withLock { $0 = (begun, HistoryTime.now) }
            return value
        }
        let returned = HistoryTime.now
        func recorded(
            _ call: HistoryCall,
            _ outcome: HistoryOutcome,
            _ from: Int,
            _ to: Int
        )
            -> RecordedCall
        {
            RecordedCall(client: number, call, outcome, invoked: from, returned: to)
        }
        guard let (begun, ended) = times.withLock({ $0 }) else {
            return [recorded(.load(key, value), .values([found]), invoked, returned)]
        }
        return [
            recorded(.beginLoad(key, value), .done, invoked, begun),
            recorded(.endLoad(key, value), .done, ended, returned),
        ]
    }

    private mutating func learn(_ call: HistoryCall, _ outcome: HistoryOutcome) {
        switch (call, outcome) {
        case (.entry(let key), .entry(_, let revision, _)): known[key] = revision
        case (.entry(let key), .absent): known[key] = nil
        case (.compareAndSet(let key, _, _), .written(let revision)): known[key] = revision
        default: return
        }
    }

    private mutating func nextCall(_ index: Int) -> HistoryCall {
        if inboxes { return .inbox(Self.inbox, nextInboxCall()) }
        let key = random.pick(Self.keys)
        // No two calls write the same.
        let value = JSONValue.integer(Int64((number + 1) * 1_000 + index))
        // What is there is not loaded.
        if loads, random.oneIn(2) { return random.oneIn(2) ? .load(key, value) : .delete(key) }
        let last = joinsKeys ? 20 : 16
        switch Int.random(in: 0..<last, using: &random) {
        case 0, 1: return .get(key)
        case 2, 3: return .entry(key)
        case 4: return .set(key, value, ttl: nil)
        case 5: return .set(key, value, ttl: .seconds(10 + index))
        case 6: return .setIfAbsent(key, value)
        case 7, 8: return .compareAndSet(key, value, expecting: known[key])
        case 9: return .delete(key)
        case 10: return .increment(key, by: 1)
        case 11, 12: return .appendUnique(key, [["id": .integer(Int64(index / 2)), "by": value]])
        case 13: return .popAll(key)
        case 14: return .expire(key, ttl: .seconds(1_000 + index))
        case 15: return .persist(key)
        case 16, 17: return .mget(Self.keys)
        case 18: return .mset("a", "b", value)
        default: return .exchange("b", "c")
        }
    }
}

/// A thread for one client, so that clients really run at the same time, and are interrupted where it
/// pleases the system.
final class ClientThread: TaskExecutor {
    private let queue = DispatchQueue(label: "AgentKVTesting.client")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
