internal import AgentKV

/// A namespace of an instance: where records are.
///
/// It is told from others by its bytes.
struct Place: Sendable, Hashable {
    private let id: ByteText
    private let name: ByteText

    init(instanceID: String, namespace: String) {
        id = ByteText(instanceID)
        name = ByteText(namespace)
    }

    var instanceID: String { id.text }
    var namespace: String { name.text }
}

/// A value on its way into a record.
struct WrittenValue: Sendable {
    let json: JSONValue
    let text: String

    /// Makes the text of a value.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidValue(key:reason:)`` where it cannot be JSON.
    init(_ json: JSONValue, for key: String, limits: StoreLimits) throws(StoreError) {
        self.json = json
        do {
            text = try json.text(maximumDepth: limits.valueDepth)
        } catch {
            throw .invalidValue(key: key, reason: "\(error)")
        }
    }

    init(_ value: StoreValue, for key: String, limits: StoreLimits) throws {
        try self.init(value.json(for: key, limits: limits), for: key, limits: limits)
    }
}
