/// The queues of a table that are more than a list, and when each of them has to be looked at.
struct QueueShelf {
    private(set) var books: [ByteText: QueueBook] = [:]
    /// What is due when; an event that its queue has not registered is passed over.
    private var events = Heap<Timed<QueueKey>>()

    /// A key as part of an event.
    private struct QueueKey: Comparable, Sendable {
        let text: ByteText

        static func < (left: QueueKey, right: QueueKey) -> Bool {
            left.text.text.precedesByBytes(right.text.text)
        }
    }

    var isEmpty: Bool { books.isEmpty }

    /// The first moment at which a queue has to be looked at, or an earlier one.
    var next: StoreInstant? { events.first?.moment }

    /// The book of a key; nil where there is none.
    func book(of key: String) -> QueueBook? {
        books.isEmpty ? nil : books[ByteText(key)]
    }

    /// The book of a key, made if there is none.
    mutating func openBook(of key: String) -> QueueBook {
        if let book = books[ByteText(key)] { return book }
        let book = QueueBook(key: key)
        books[ByteText(key)] = book
        return book
    }

    /// Lets a book go that says nothing.
    mutating func closeIfEmpty(_ book: QueueBook) {
        guard book.isEmpty, book.registered == nil, books[ByteText(book.key)] === book else {
            return
        }
        books[ByteText(book.key)] = nil
    }

    /// Has a queue looked at at a moment, if it is not before; returns whether that is the first event.
    mutating func register(_ book: QueueBook, at moment: StoreInstant) -> Bool {
        if let registered = book.registered, registered <= moment { return false }
        book.registered = moment
        let isFirst = next.map { moment < $0 } ?? true
        events.insert(Timed(moment: moment, subject: QueueKey(text: ByteText(book.key))))
        if events.count > 2 * books.count + 64 {
            events.removeAll { books[$0.subject.text]?.registered == $0.moment }
        }
        return isFirst
    }

    /// Takes the first event off, if it is at or before `now`.
    ///
    /// - Returns: The key of the queue, and the moment; nil where nothing is due any more.
    mutating func takeDue(at now: StoreInstant) -> (key: String, moment: StoreInstant)? {
        while let event = events.first {
            let book = books[event.subject.text]
            let isCurrent = book?.registered == event.moment
            if isCurrent, event.moment > now { return nil }
            events.removeFirst()
            guard isCurrent, let book else { continue }
            book.registered = nil
            return (book.key, event.moment)
        }
        return nil
    }

    /// The keys that begin with `prefix`.
    func keys(prefix: String) -> [String] {
        books.keys.filter { $0.text.hasBytePrefix(prefix) }.map(\.text)
    }
}

#if DEBUG
extension QueueShelf {
    /// Returns a sentence for each invariant that does not hold.
    func brokenInvariants() -> [String] {
        books.values.flatMap { book in
            var broken: [String] = []
            if book.isEmpty, book.registered == nil {
                broken.append("the book of \(book.key) says nothing")
            }
            let firsts = [book.firstLease?.moment, book.firstID?.moment].compactMap(\.self)
            if let first = firsts.min(), book.registered.map({ first < $0 }) ?? true {
                broken.append("nobody is going to look at \(book.key) in time")
            }
            if book.lent.values.count(where: { $0.era == book.eras.current })
                != book.lentOfPresentList
            {
                broken.append("\(book.lentOfPresentList) are counted as lent of \(book.key)")
            }
            return broken
        }
    }
}
#endif
