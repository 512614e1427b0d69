import AgentKV

/// A call that lists are made, changed or taken by.
enum ListCall: Sendable {
    case append(String, [JSONValue])
    case appendUnique(String, [JSONValue], idKey: String)
    case appendTyped(String, [SimulatedRecord], isUnique: Bool)
    case pop(String)
    case popTyped(String)
    case set(String, JSONValue)
    /// Sets an array in a type of its own, which becomes a list at the next append.
    case setTyped(String, [SimulatedRecord])
    case delete(String)
}

extension ListCall {
    func perform(on store: any KeyValueStore) async throws -> [JSONValue] {
        switch self {
        case .append(let key, let items):
            return [.counted(try await store.listAppend(key, items: items))]
        case .appendUnique(let key, let items, let idKey):
            return try await store.listAppendUnique(key, items: items, idKey: idKey)
        case .appendTyped(let key, let items, let isUnique):
            return isUnique
                ? try await store.listAppendUnique(key, items: items)
                : [.counted(try await store.listAppend(key, items: items))]
        case .pop(let key):
            return try await store.listPopAll(key)
        case .popTyped(let key):
            return try await store.listPopAll(key, as: SimulatedRecord.self).map(\.json)
        case .set(let key, let value):
            try await store.set(key, to: value)
            return []
        case .setTyped(let key, let items):
            try await store.set(key, to: items)
            return []
        case .delete(let key):
            try await store.delete(key)
            return []
        }
    }

    func perform(in tx: inout StoreTransaction) throws -> [JSONValue] {
        switch self {
        case .append(let key, let items):
            return [.counted(try tx.listAppend(key, items: items))]
        case .appendUnique(let key, let items, let idKey):
            return try tx.listAppendUnique(key, items: items, idKey: idKey)
        case .appendTyped(let key, let items, let isUnique):
            return isUnique
                ? try tx.listAppendUnique(key, items: items)
                : [.counted(try tx.listAppend(key, items: items))]
        case .pop(let key):
            return try tx.listPopAll(key)
        case .popTyped(let key):
            return try tx.listPopAll(key, as: SimulatedRecord.self).map(\.json)
        case .set(let key, let value):
            try tx.set(key, to: value)
            return []
        case .setTyped(let key, let items):
            try tx.set(key, to: items)
            return []
        case .delete(let key):
            try tx.delete(key)
            return []
        }
    }
}

extension SimulatedRecord {
    /// The JSON that the record is.
    var json: JSONValue { ["id": .integer(Int64(id)), "name": .string(name)] }
}

extension JSONValue {
    /// How many items there are.
    static func counted(_ count: Int) -> JSONValue { .integer(Int64(count)) }
}

/// What came of a call: the items that it returned, or the kind of error.
enum ListOutcome: Equatable, Sendable {
    case items([String])
    case invalidItem(String, Int)
    case invalidValue(String)
    case notAList(String)
    case typeMismatch(String)
    case other(String)

    /// The outcome of a call that returns how many items there are instead.
    var counted: ListOutcome {
        guard case .items(let items) = self else { return self }
        return .returned([.counted(items.count)])
    }

    /// The outcome of a call that returned items.
    static func returned(_ items: [JSONValue]) -> ListOutcome {
        .items(items.map(\.spelt))
    }

    init(_ error: any Error) {
        switch error {
        case StoreError.invalidItem(let key, let index, _): self = .invalidItem(key, index)
        case StoreError.invalidValue(let key, _): self = .invalidValue(key)
        case StoreError.notAList(let key, _): self = .notAList(key)
        case StoreError.typeMismatch(let key, _): self = .typeMismatch(key)
        default: self = .other("\(error)")
        }
    }

    static func of(_ call: () async throws -> [JSONValue]) async -> ListOutcome {
        do {
            return .returned(try await call())
        } catch {
            return ListOutcome(error)
        }
    }
}

extension JSONValue {
    /// The value in its own spelling: what is equal as a number may differ in it.
    var spelt: String { (try? text(maximumDepth: .max)) ?? "\(self)" }
}
