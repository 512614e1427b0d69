internal import AgentKV
internal import AgentKVSQLite
internal import NIOCore

/// An event as clients get it: text that is made once, and what decides who gets it.
struct EventFrame: Sendable {
    let revision: Revision
    /// The id of the instance that the event is about; nil where it is about all.
    let instanceID: String?
    /// The namespace that the event is about; nil where it is about a whole instance, or about all.
    let namespace: String?
    /// The event, where it is about a whole instance.
    let instanceEvent: DatabaseEvent?
    let text: ByteBuffer

    init(_ event: DatabaseEvent) {
        revision = event.revision
        instanceID = event.instanceID
        namespace = event.namespace
        instanceEvent = event.instanceID != nil && event.namespace == nil ? event : nil
        text = Self.text(event.name, event.payload, event.revision)
    }

    /// Creates a frame of the server's own.
    init(_ type: String, _ data: JSONValue, _ revision: Revision) {
        self.revision = revision
        instanceID = nil
        namespace = nil
        instanceEvent = nil
        text = Self.text(type, data, revision)
    }

    private static func text(
        _ type: String,
        _ data: JSONValue,
        _ revision: Revision
    ) -> ByteBuffer {
        let frame: JSONValue = [
            "type": .string(type), "data": data, "revision": .integer(revision.rawValue),
        ]
        // The value in it nests as deep as the store allows, which is its own affair.
        guard let bytes = try? frame.utf8(maximumDepth: .max) else {
            return ByteBuffer(string: frame.description)
        }
        return ByteBuffer(bytes: bytes)
    }
}
