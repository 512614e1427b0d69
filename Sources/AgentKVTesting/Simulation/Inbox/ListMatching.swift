/// Which items of a list stay when another takes its place, in order.
enum ListMatching {
    /// For each item of the new list the place in the old one; nil where it is new.
    typealias Matching = [Int?]

    /// Returns all ways to match equal items in order to which no further match can be added.
    ///
    /// - Complexity: Exponential in the length of the lists: for short ones.
    static func all(from old: [Int], to new: [Int]) -> [Matching] {
        var found: [Matching] = []
        search(old[...], new[...], [], into: &found)
        return found
    }

    private static func search(
        _ old: ArraySlice<Int>,
        _ new: ArraySlice<Int>,
        _ matching: Matching,
        into found: inout [Matching]
    ) {
        var isComplete = true
        for place in new.indices {
            for other in old.indices where old[other] == new[place] {
                isComplete = false
                // Nothing between the last match and this one may be left that could be matched.
                let skipped = Set(old[..<other])
                if new[..<place].contains(where: skipped.contains) { continue }
                search(
                    old[(other + 1)...],
                    new[(place + 1)...],
                    matching + Array(repeating: nil, count: place - new.startIndex) + [other],
                    into: &found
                )
            }
        }
        if isComplete { found.append(matching + Array(repeating: nil, count: new.count)) }
    }
}
