internal import AgentKV

/// What a client calls a request whose text the parser refuses, so that it is told of its own request.
///
/// An integer beyond 64 bits, half of a surrogate pair or a deep nesting somewhere in the parameters
/// leaves the type and the id of the request as they are.
struct FrameLabel {
    /// The name of the operation; nil where none is found.
    private(set) var type: String?
    /// The id of the request, a text or a number; nil where none is found.
    private(set) var requestID: JSONValue?

    /// Finds what there is in a text; of a repeated member the last counts.
    init(of text: [UInt8]) {
        for (name, value) in OuterMembers(of: text) {
            switch try? JSONValue(parsing: name) {
            case "type"?:
                if case .string(let text)? = Self.scalar(value) { type = text } else { type = nil }
            case "requestId"?:
                requestID = Self.scalar(value)
            default: break
            }
        }
    }

    /// Returns the text or the number that is written there; nil for anything else.
    private static func scalar(_ text: ArraySlice<UInt8>) -> JSONValue? {
        do {
            let value = try JSONValue(parsing: text, maximumDepth: 0)
            switch value {
            case .string, .integer, .number: return value
            default: return nil
            }
        } catch {
            // To JavaScript an integer beyond 64 bits is a number as any other, and so comes back.
            guard error.kind == .unrepresentable else { return nil }
            let number = Double(String(decoding: text, as: UTF8.self))
            return number.flatMap { $0.isFinite ? .number($0) : nil }
        }
    }
}
