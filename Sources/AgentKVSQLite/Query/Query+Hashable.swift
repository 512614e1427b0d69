internal import AgentKV

// Names are told apart by their bytes, which `==` of texts does not do.
extension Query: Hashable {
    /// Returns whether two queries ask the same.
    public static func == (first: Query, second: Query) -> Bool {
        first.names == second.names && first.filters == second.filters
            && first.orders == second.orders && first.selection == second.selection
            && first.maximumRecords == second.maximumRecords
            && first.skippedRecords == second.skippedRecords && first.cursor == second.cursor
    }

    /// Feeds what the query asks to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(names)
        hasher.combine(filters)
        hasher.combine(orders)
        hasher.combine(selection)
        hasher.combine(maximumRecords)
        hasher.combine(skippedRecords)
        hasher.combine(cursor)
    }

    private var names: [JSONValue?] {
        [instance.map(JSONValue.string), namespace.map(JSONValue.string)]
    }
}
