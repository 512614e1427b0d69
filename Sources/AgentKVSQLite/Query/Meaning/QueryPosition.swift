/// Where a record stands in the order of a query.
///
/// All records have a position of their own, since namespace and key decide where nothing else does.
struct QueryPosition {
    /// One for each order of the query.
    let ranks: [SortRank]
    let namespace: String
    let key: String

    /// Returns whether a record here comes before one there.
    func precedes(_ other: QueryPosition, in orders: [QueryOrder]) -> Bool {
        for (order, (rank, otherRank)) in zip(orders, zip(ranks, other.ranks)) {
            if rank < otherRank { return order.direction == .ascending }
            if otherRank < rank { return order.direction == .descending }
        }
        if !namespace.utf8.elementsEqual(other.namespace.utf8) {
            return namespace.utf8.lexicographicallyPrecedes(other.namespace.utf8)
        }
        return key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
}
