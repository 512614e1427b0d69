/// Items to append to a list, found to be fit for it before anything is written.
public struct ListAddition: Sendable {
    /// The items in their order; of those with equal ids in one call, the first.
    public let items: [JSONValue]
    /// The member that tells items apart; nil where every item is appended.
    public let idKey: String?

    /// Checks items that are appended whatever is in the list.
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for one that cannot be JSON.
    public init(_ items: [JSONValue], to key: String, limits: StoreLimits) throws(StoreError) {
        for index in items.indices {
            do {
                try items[index].validate(maximumDepth: limits.itemDepth)
            } catch {
                throw .invalidItem(key: key, index: index, reason: "\(error)")
            }
        }
        self.items = items
        idKey = nil
    }

    /// Items that are known to be fit.
    init(checked items: [JSONValue]) {
        self.items = items
        idKey = nil
    }

    /// Checks items that are appended unless one of the same id is in the list.
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for one that cannot be JSON, that is
    ///   no object, or whose id is missing or null.
    public init(
        unique items: [JSONValue],
        by idKey: String,
        to key: String,
        limits: StoreLimits
    ) throws(StoreError) {
        var ids: Set<JSONValue> = []
        var kept: [JSONValue] = []
        for (index, item) in try ListAddition(items, to: key, limits: limits).items.enumerated() {
            guard case .object(let members) = item else {
                throw .invalidItem(key: key, index: index, reason: "it is no object")
            }
            guard let id = members[idKey], id != .null else {
                throw .invalidItem(
                    key: key,
                    index: index,
                    reason: "its id, the member \"\(idKey)\", is missing or null"
                )
            }
            // One alone has no equal: most calls bring one.
            if items.count == 1 || ids.insert(id).inserted { kept.append(item) }
        }
        self.items = kept
        self.idKey = idKey
    }

    /// Encodes typed items.
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for one that cannot be JSON.
    static func encode(
        _ items: [some Encodable],
        to key: String,
        limits: StoreLimits
    ) throws(StoreError) -> [JSONValue] {
        var encoded: [JSONValue] = []
        encoded.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            do {
                encoded.append(
                    try JSONValue(encoding: item, maximumDepth: limits.itemDepth)
                )
            } catch {
                throw .invalidItem(key: key, index: index, reason: "\(error)")
            }
        }
        return encoded
    }
}

extension ListAddition {
    /// Returns the items of `list` followed by those that are new to it and to what is lent from it.
    ///
    /// - Complexity: O(*n* + *m*) in the items there and the items appended.
    public func appended(
        to list: [JSONValue],
        besides lent: [JSONValue] = []
    ) -> [JSONValue] {
        list + items(besides: list + lent)
    }

    /// The items that are new beside others.
    ///
    /// - Complexity: O(*n* + *m*) in the others and the items appended.
    func items(besides others: [JSONValue]) -> [JSONValue] {
        guard let idKey, !others.isEmpty else { return items }
        let present = Set(others.compactMap { $0.id(at: idKey) })
        return items.filter { !present.contains($0.id(at: idKey) ?? .null) }
    }
}

extension StoreLimits {
    /// The deepest nesting of an item, which lies one level below its list.
    var itemDepth: Int { max(valueDepth - 1, 0) }
}

extension JSONValue {
    /// The id of an item: its member `idKey`, unless that is missing or null.
    func id(at idKey: String) -> JSONValue? {
        guard let id = self[idKey], id != .null else { return nil }
        return id
    }
}
