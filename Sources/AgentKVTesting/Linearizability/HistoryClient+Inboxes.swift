internal import AgentKV

/// The calls for an inbox.
extension HistoryClient {
    static let inbox = "inbox"

    /// A call for the inbox, of messages that are often equal.
    mutating func nextInboxCall() -> HistoryInboxCall {
        let contents = [random.pick(SimulatedMessage.contents)]
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<4: return .send(random.oneIn(2) ? contents : contents + contents)
        case 4, 5: return .receive
        case 6: return random.oneIn(3) ? .drain : .count
        case 7..<12: return .reserve(Int.random(in: 1...2, using: &random))
        case 12..<17:
            // Those that have been given up before are to be refused.
            guard let held = lent.randomElement(using: &random) else { return .reserve(1) }
            let told = held.told
            return random.oneIn(2) ? .acknowledge(told) : .release(told)
        case 17: return .append(contents)
        case 18: return .appendUnique(contents)
        case 19: return .pop
        case 20: return .get
        case 21: return random.oneIn(2) ? .set(contents) : .delete
        case 22: return .add(contents[0])
        default: return .drainDeadLetters
        }
    }

    /// Makes a call.
    mutating func perform(_ call: HistoryInboxCall) async throws -> HistoryOutcome {
        let options = InboxOptions(maximumAttempts: SequentialInbox.attempts)
        let inbox = store.inbox(Self.inbox, of: SimulatedMessage.self, options: options)
        switch call {
        case .send(let contents):
            try await inbox.send(contentsOf: contents.map(SimulatedMessage.init(id:)))
            return .done
        case .receive:
            return .contents(try await inbox.receive(timeout: .zero).map { [$0.id] } ?? [])
        case .drain: return .contents(try await inbox.drain().map(\.id))
        case .drainDeadLetters: return .contents(try await inbox.deadLetters.drain().map(\.id))
        case .count: return .number(try await inbox.count())
        case .reserve(let limit):
            let reserved = try await inbox.reserve(max: limit, lease: .seconds(3_600))
            lent += reserved
            return .deliveries(reserved.map(\.told))
        case .acknowledge(let told): return try await end(told) { try await $0.acknowledge() }
        case .release(let told): return try await end(told) { try await $0.release() }
        case .append(let contents): return try await edit(.append(Self.inbox, contents, ttl: nil))
        case .appendUnique(let contents):
            return try await edit(.appendUnique(Self.inbox, contents, ttl: nil))
        case .pop: return try await edit(.pop(Self.inbox))
        case .get: return try await edit(.get(Self.inbox))
        case .set(let contents): return try await edit(.set(Self.inbox, contents, ttl: nil))
        case .delete: return try await edit(.delete(Self.inbox))
        case .add(let content):
            let before = try await store.update(Self.inbox, as: [SimulatedMessage].self) { list in
                let before = list
                list = (before ?? []) + [SimulatedMessage(id: content)]
                return before
            }
            return .contents(before?.map(\.id))
        }
    }

    private func end(
        _ told: HistoryDelivery,
        _ call: (Delivery<SimulatedMessage>) async throws -> Void
    ) async throws -> HistoryOutcome {
        guard let delivery = lent.first(where: { $0.told == told }) else { return .refused }
        do {
            try await call(delivery)
            return .done
        } catch StoreError.notReserved {
            return .refused
        }
    }

    private mutating func edit(_ edit: InboxEdit) async throws -> HistoryOutcome {
        switch try await edit.perform(on: store, asJSON: random.oneIn(2)) {
        case .done: .done
        case .flag(let flag): .flag(flag)
        case .count(let count): .number(count)
        case .contents(let contents): .contents(contents)
        }
    }
}

extension Delivery<SimulatedMessage> {
    fileprivate var told: HistoryDelivery {
        HistoryDelivery(content: message.id, attempt: attempt, id: id)
    }
}
