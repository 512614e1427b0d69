extension JSONValue {
    /// Creates the value that a JSON text (RFC 8259) stands for.
    ///
    /// An integer is exact, and an error outside `Int64`. Of a repeated member name the last value
    /// counts.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - maximumDepth: How many arrays and objects may nest in each other.
    /// - Throws: ``JSONError`` with the position in the text.
    /// - Complexity: O(*n*).
    public init(
        parsing text: String,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        var text = text
        let outcome = text.withUTF8 { JSONReader.read($0, maximumDepth: maximumDepth) }
        self = try outcome.get()
    }

    /// Creates the value that a JSON text, given as UTF-8 bytes, stands for.
    ///
    /// - Parameters:
    ///   - utf8: The bytes of the text; what is not UTF-8, or a byte order mark, is an error.
    ///   - maximumDepth: How many arrays and objects may nest in each other.
    /// - Throws: ``JSONError`` with the position in the text.
    /// - Complexity: O(*n*).
    public init(
        parsing utf8: some Collection<UInt8>,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        let outcome =
            utf8.withContiguousStorageIfAvailable {
                JSONReader.read($0, maximumDepth: maximumDepth)
            }
            ?? Array(utf8).withUnsafeBufferPointer {
                JSONReader.read($0, maximumDepth: maximumDepth)
            }
        self = try outcome.get()
    }

    /// Creates the value of a text that lies in a database, where other programs may have put it.
    ///
    /// A number outside our range is read as the nearest `Double`.
    package init(
        stored utf8: UnsafeBufferPointer<UInt8>,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        self = try JSONReader.read(utf8, maximumDepth: maximumDepth, isLenient: true).get()
    }

    /// Returns the value as JSON text, members in their order.
    ///
    /// Numbers appear in the shortest form that reads back the same.
    ///
    /// - Parameters:
    ///   - pretty: Whether to put each member and element on its own line, indented by two spaces.
    ///   - maximumDepth: How many arrays and objects may nest in each other.
    /// - Returns: The text.
    /// - Throws: ``JSONError`` with the path to a number that is not finite, or to what nests too
    ///   deep.
    /// - Complexity: O(*n*).
    public func text(
        pretty: Bool = false,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) -> String {
        var writer = JSONWriter(isPretty: pretty, maximumDepth: maximumDepth)
        try writer.writeWhole(self)
        return writer.text
    }

    /// Returns the value as the UTF-8 bytes of its JSON text, to be sent or stored as they are.
    ///
    /// - Parameter maximumDepth: How many arrays and objects may nest in each other.
    /// - Returns: The bytes of ``text(pretty:maximumDepth:)``.
    /// - Throws: ``JSONError`` with the path to a number that is not finite, or to what nests too
    ///   deep.
    /// - Complexity: O(*n*).
    public func utf8(
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) -> [UInt8] {
        var writer = JSONWriter(maximumDepth: maximumDepth)
        // Most values are short, and room for them is made once.
        writer.bytes.reserveCapacity(256)
        try writer.writeWhole(self)
        return writer.bytes
    }
}
