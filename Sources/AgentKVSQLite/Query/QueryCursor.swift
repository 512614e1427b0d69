internal import AgentKV
internal import Foundation

/// Where in the order of a query a page ends, so that the next one can begin behind it.
///
/// ``QueryResult/next`` is one, and ``Query/after(_:)`` takes it. It names a place in the order and no
/// record: what stood there may have been deleted since. The text is for keeping and sending, and says
/// nothing to others.
public struct QueryCursor: Sendable {
    /// The cursor as a text of ASCII letters, digits, hyphens and underscores.
    public let text: String

    /// Creates the cursor of a text; whether it is one is checked when a query is run.
    public init(_ text: String) {
        self.text = text
    }
}

extension QueryCursor: Hashable {
    /// Returns whether both have the same text.
    public static func == (first: QueryCursor, second: QueryCursor) -> Bool {
        first.text.utf8.elementsEqual(second.text.utf8)
    }

    /// Feeds the text to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(JSONValue.string(text))
    }
}

extension QueryCursor {
    /// The form that the text has inside; another form has another number.
    private static let version: JSONValue = 1

    /// Creates the cursor of a position in an order.
    init(_ position: QueryPosition, in orders: [QueryOrder]) throws {
        let json: JSONValue = [
            Self.version, .array(orders.map { .string($0.name) }),
            .array(position.ranks.map(\.json)), .string(position.namespace),
            .string(position.key),
        ]
        let base64 = Data(try json.text().utf8).base64EncodedString()
        text = base64.replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Returns the position that the cursor stands for in a query of that order.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` for a text that is no cursor, and for a
    ///   cursor of another order.
    func position(in orders: [QueryOrder]) throws(StoreError) -> QueryPosition {
        guard case .array(let parts)? = json, parts.count == 5, parts[0] == Self.version,
            case .array(let names) = parts[1], case .array(let ranks) = parts[2],
            case .string(let namespace) = parts[3], case .string(let key) = parts[4]
        else { throw .invalidQuery("after", "it is no cursor that a query has returned") }
        if names != orders.map({ .string($0.name) }) {
            let order = names.isEmpty ? "none" : names.map(\.shown).joined(separator: ", ")
            throw .invalidQuery("after", "it is of a query with another order: \(order)")
        }
        let read = ranks.compactMap(SortRank.init(json:))
        guard read.count == orders.count, ranks.count == orders.count else {
            throw .invalidQuery("after", "it is no cursor that a query has returned")
        }
        return QueryPosition(ranks: read, namespace: namespace, key: key)
    }

    private var json: JSONValue? {
        var base64 = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        while base64.utf8.count % 4 != 0 { base64 += "=" }
        return Data(base64Encoded: base64).flatMap { try? JSONValue(parsing: Array($0)) }
    }
}

extension QueryOrder {
    /// Field and direction, for a cursor.
    fileprivate var name: String { "\(field) \(direction.rawValue)" }
}
