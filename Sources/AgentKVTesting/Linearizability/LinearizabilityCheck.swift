public import AgentKV

/// Concurrent calls on a store, from several threads, which have to look as if they had been made one
/// after the other.
///
/// ```swift
/// try await LinearizabilityCheck(seed: 42).run(on: subject)
/// ```
///
/// Each client makes random calls on three keys and writes down when they were made, what they
/// returned and when. Then it looks for an order in which the contract of
/// ``/AgentKV/KeyValueStore`` explains all of that, and in which no call comes before one that had
/// returned when it was made. If there is none, an update was lost, a read was stale, an item popped
/// twice, half of a batch seen, or the like.
///
/// The seed decides the calls, not how the threads meet: a failure shows its history, and need not
/// come again.
public struct LinearizabilityCheck: Sendable {
    /// What has been looked at.
    public struct Report: Sendable {
        /// How many calls were made.
        public var calls: Int
        /// How many of them were made while another was under way.
        public var overlapping: Int
        /// Whether the search came to its end.
        public var isDecided: Bool
    }

    /// What decides the calls; those of an even one have several keys too.
    public let seed: UInt64
    /// How many work at the same time.
    public let clients: Int
    /// How many calls each of them makes.
    public let calls: Int
    /// Whether keys are loaded as well.
    public let loads: Bool
    /// Whether the calls are those of an inbox and for its key, instead of all others.
    public let inboxes: Bool

    /// Creates the check of a seed.
    ///
    /// - Parameters:
    ///   - seed: What decides the calls.
    ///   - clients: How many work at the same time, each on a thread of its own.
    ///   - calls: How many calls each of them makes.
    ///   - loads: Whether keys are loaded as well. Loads know of the writes of their own process and
    ///     of one store, so this is for a history of one store.
    ///   - inboxes: Whether the calls are those of an inbox and for its key, instead of all others.
    public init(
        seed: UInt64,
        clients: Int = 4,
        calls: Int = 25,
        loads: Bool = false,
        inboxes: Bool = false
    ) {
        self.seed = seed
        self.clients = clients
        self.calls = calls
        self.loads = loads
        self.inboxes = inboxes
    }

    /// Runs the check on a new store.
    ///
    /// - Parameter subject: How to make the store.
    /// - Returns: What has been looked at.
    /// - Throws: ``LinearizabilityFailure`` if no order explains what the calls returned; what a call
    ///   throws that the contract does not say.
    @discardableResult
    public func run(on subject: StoreUnderTest) async throws -> Report {
        var report = Report(calls: 0, overlapping: 0, isDecided: false)
        try await subject.withStore { store, _ in report = try await run(on: [store]) }
        return report
    }

    /// Runs the check on several stores that are one: views of one file, for instance, each with
    /// connections of its own.
    ///
    /// - Parameter stores: The stores, empty, in a time that stands still; the clients are dealt out
    ///   to them.
    /// - Returns: What has been looked at.
    /// - Throws: As ``run(on:)-(StoreUnderTest)``.
    @discardableResult
    public func run(on stores: [any KeyValueStore]) async throws -> Report {
        let (start, arrived) = (Gate(), Tally())
        let records = try await withThrowingTaskGroup(of: LinearizabilityRecord.self) { group in
            for number in 0..<clients {
                let store = stores[number % stores.count]
                group.addTask(executorPreference: ClientThread()) {
                    // The last one opens it for all.
                    if arrived.raise() == clients { start.open() }
                    try await start.pass()
                    return try await record(client: number, on: store)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return try check(records)
    }

    /// Does the part of one client, which may be in a process of its own.
    ///
    /// - Parameters:
    ///   - client: Which one of them it is, from 0.
    ///   - store: The store that all work on, empty when the first begins.
    /// - Returns: What it did, for ``check(_:)``.
    /// - Throws: What a call throws that the contract does not say.
    public func record(
        client: Int,
        on store: any KeyValueStore
    ) async throws -> LinearizabilityRecord {
        var client = HistoryClient(
            client,
            of: seed,
            on: store,
            loads: loads,
            inboxes: inboxes
        )
        return LinearizabilityRecord(calls: try await client.run(calls))
    }

    /// Looks for an order that explains what all clients did.
    ///
    /// - Parameter records: What each of them did, on the same machine.
    /// - Returns: What has been looked at.
    /// - Throws: ``LinearizabilityFailure`` if there is none.
    public func check(
        _ records: [LinearizabilityRecord]
    ) throws(LinearizabilityFailure) -> Report {
        let history = records.flatMap(\.calls)
        let isDecided: Bool
        switch LinearizabilityChecker().check(history) {
        case .linearizable: isDecided = true
        case .undecided: isDecided = false
        case .wrong(let calls, let stuckAt):
            throw LinearizabilityFailure(seed: seed, calls: calls, stuckAt: stuckAt)
        }
        return Report(
            calls: history.count,
            overlapping: history.overlapping,
            isDecided: isDecided
        )
    }
}

/// What one client of a ``LinearizabilityCheck`` did: its calls, when they were made, what they
/// returned and when.
public struct LinearizabilityRecord: Sendable, Codable {
    let calls: [RecordedCall]
}

extension [RecordedCall] {
    /// How many calls were made while another was under way.
    var overlapping: Int {
        var end = -1
        return sorted { $0.invoked < $1.invoked }.count { call in
            defer { end = Swift.max(end, call.returned) }
            return call.invoked < end
        }
    }
}
