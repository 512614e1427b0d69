/// First in, first out.
struct Queue<Element> {
    /// What leaves next is the last.
    private var leaving: [Element] = []
    private var entering: [Element] = []

    var isEmpty: Bool { leaving.isEmpty && entering.isEmpty }

    var count: Int { leaving.count + entering.count }

    mutating func append(_ element: Element) {
        entering.append(element)
    }

    /// Takes the element that came first.
    ///
    /// - Complexity: O(1) on average.
    mutating func popFirst() -> Element? {
        if leaving.isEmpty {
            leaving = entering.reversed()
            entering.removeAll(keepingCapacity: true)
        }
        return leaving.popLast()
    }
}

extension Queue: Sendable where Element: Sendable {}
