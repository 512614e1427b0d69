/// Elements of which the least is at hand: a binary heap.
struct Heap<Element: Comparable> {
    private var elements: [Element] = []

    var count: Int { elements.count }

    /// The least element.
    var first: Element? { elements.first }

    /// - Complexity: O(log *n*).
    mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            if elements[parent] <= element { break }
            elements[place] = elements[parent]
            place = parent
        }
        elements[place] = element
    }

    /// Removes the least element.
    ///
    /// - Complexity: O(log *n*).
    @discardableResult
    mutating func removeFirst() -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        if !elements.isEmpty { sink(last, from: 0) }
        return first
    }

    /// Keeps the elements that `isKept` says.
    ///
    /// - Complexity: O(*n*).
    mutating func removeAll(but isKept: (Element) -> Bool) {
        elements.removeAll { !isKept($0) }
        for place in (0..<elements.count / 2).reversed() { sink(elements[place], from: place) }
    }

    private mutating func sink(_ element: Element, from start: Int) {
        var place = start
        while case let child = 2 * place + 1, child < elements.count {
            let right = child + 1
            let least = right < elements.count && elements[right] < elements[child] ? right : child
            if element <= elements[least] { break }
            elements[place] = elements[least]
            place = least
        }
        elements[place] = element
    }
}

/// What happens to something at a moment.
struct Timed<Subject: Comparable & Sendable>: Comparable, Sendable {
    let moment: StoreInstant
    let subject: Subject

    static func < (left: Timed, right: Timed) -> Bool {
        (left.moment, left.subject) < (right.moment, right.subject)
    }
}

extension Heap: Sendable where Element: Sendable {}
