/// A JSON value: what any stored value can be read as.
///
/// Integers are exact over all of `Int64` and apart from numbers with a fraction, yet the two
/// compare as mathematical numbers: `JSONValue.integer(1) == .number(1.0)`. Text compares by its
/// bytes.
///
/// ```swift
/// let value: JSONValue = ["user": ["name": "Ada", "tags": ["a", "b"]]]
/// value["user"]?["tags"]?[1]  // "b"
/// ```
public enum JSONValue: Sendable {
    /// The null, which is a value like any other: a stored null is present.
    case null
    /// True or false.
    case bool(Bool)
    /// An integer, exact.
    case integer(Int64)
    /// A number with a fraction or out of an integer's range; JSON cannot hold it unless it is
    /// finite.
    case number(Double)
    /// A text.
    case string(String)
    /// A list of values.
    case array([JSONValue])
    /// Values by name.
    case object(JSONObject)

    /// The nesting that is accepted unless a call says otherwise: 512 arrays and objects in each
    /// other.
    public static let defaultMaximumDepth = 512
    /// The deepest nesting that is accepted, whatever a call says: 1,024 arrays and objects in each
    /// other.
    ///
    /// To release a value takes stack for each level, of which a thread may have 512 KiB.
    public static let greatestMaximumDepth = 1_024
}

extension Int {
    /// The depth that is accepted where this is asked for.
    var boundedDepth: Int { Swift.min(Swift.max(self, 0), JSONValue.greatestMaximumDepth) }
}

extension JSONValue {
    /// Returns the member of that name, or nil if there is none or this is no object.
    ///
    /// - Complexity: O(1) on average; small objects are searched.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// Returns the element at that position, or nil if there is none or this is no array.
    ///
    /// - Complexity: O(1).
    public subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON text, for people to read.
    ///
    /// It never fails: numbers that JSON cannot hold appear as `nan`, `inf` or `-inf`, and what
    /// nests deeper than ``defaultMaximumDepth`` as `…`. Use ``text(pretty:maximumDepth:)`` for
    /// text to be parsed again.
    ///
    /// - Complexity: O(*n*) in the length of the text.
    public var description: String {
        var writer = JSONWriter(isLenient: true)
        try? writer.writeWhole(self)
        return writer.text
    }
}
