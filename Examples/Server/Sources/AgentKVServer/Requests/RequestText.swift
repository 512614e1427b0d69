internal import AgentKV
internal import NIOCore

/// The text of a request, in which a value may nest as deep as in a store.
enum RequestText {
    /// How many arrays and objects of a request a value may stand in: those of a frame, its parameters,
    /// and an entry of a batch in its array, and some to spare.
    private static let ownDepth = 8

    /// Returns the depth that a text may have around values of so many levels.
    private static func depth(of values: Int) -> Int {
        let (depth, isTooLarge) = values.addingReportingOverflow(ownDepth)
        return isTooLarge ? .max : depth
    }

    /// Returns the JSON of a text, in which values nest at most so deep.
    ///
    /// A value that is deeper is for the store to refuse; one that is much deeper is refused here, for
    /// the same reason.
    static func json(
        _ text: ByteBufferView,
        valueDepth: Int
    ) throws(JSONError) -> JSONValue {
        do {
            return try JSONValue(parsing: text, maximumDepth: depth(of: valueDepth))
        } catch {
            guard
                error.kind == .unrepresentable, case .text(let offset, _, _) = error.location,
                nesting(of: text.prefix(offset + 1)) > valueDepth
            else { throw error }
            throw JSONError(
                error.kind,
                at: error.location,
                reason: "the value nests deeper than \(valueDepth) arrays and objects"
            )
        }
    }

    /// How many arrays and objects are open at the end of a text.
    private static func nesting(of text: ByteBufferView) -> Int {
        var (depth, isInText, isEscaped) = (0, false, false)
        for byte in text {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = isInText
            case UInt8(ascii: "\""): isInText.toggle()
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += isInText ? 0 : 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= isInText ? 0 : 1
            default: break
            }
        }
        return depth
    }
}
