/// The queues of a table.
///
/// Each of these changes one thing, and writes down what undoes it and what a batch has to say of it.
extension ExpiringTable {
    /// A moment as it stands in what is known of messages.
    func instant(_ moment: Moment) -> StoreInstant {
        StoreInstant(nanoseconds: moment.nanoseconds &+ origin)
    }

    /// A moment of the table's own.
    func moment(_ instant: StoreInstant) -> Moment {
        instant == .never ? .end : Moment(nanoseconds: instant.nanoseconds &- origin)
    }

    /// When a queue has to be looked at next; nil where none has to be.
    var nextQueueEvent: Moment? {
        guard let next = queues.next else { return nil }
        return moment(next)
    }

    mutating func setLent(_ number: MessageNumber, to message: LentMessage?, at key: String) {
        guard message != nil || queues.book(of: key) != nil else { return }
        let book = queues.openBook(of: key)
        let former = book.setLent(number, to: message)
        journal?.append(.lent(key, number, former))
        if let former, journal == nil { spent.append(Remains(key: "", value: former.item)) }
        noteMetadata(.lent(ByteText(key), number))
        if let message { return register(book, at: message.end) }
        if book.lent.isEmpty, !book.eras.isEmpty { setEras(ListEras(), at: key) }
        queues.closeIfEmpty(book)
    }

    mutating func setID(_ id: String, until end: StoreInstant?, at key: String) {
        guard end != nil || queues.book(of: key) != nil else { return }
        let book = queues.openBook(of: key)
        let former = book.setID(id, until: end)
        journal?.append(.id(key, id, former))
        noteMetadata(.id(ByteText(key), ByteText(id)))
        noteMetadata(.ids(ByteText(key)))
        if let end { register(book, at: end) } else { queues.closeIfEmpty(book) }
    }

    mutating func setEras(_ eras: ListEras, at key: String) {
        let book = queues.openBook(of: key)
        journal?.append(.eras(key, book.eras))
        book.eras = eras
        noteMetadata(.list(ByteText(key)))
        queues.closeIfEmpty(book)
    }

    /// Has a queue looked at at a moment.
    mutating func register(_ book: QueueBook, at moment: StoreInstant) {
        guard queues.register(book, at: moment) else { return }
        if sweeping == nil { settlesFrom = self.moment(moment) }
        if self.moment(moment) < wakesSweeperBefore { wakeSweeper() }
    }

    /// Has a queue looked at when a message of its list expires.
    mutating func registerExpiry(of list: any MessageList, at key: String) {
        if list.infos.isEmpty { return }
        if let deadline = list.infos.earliestDeadline {
            register(queues.openBook(of: key), at: deadline)
        }
    }

    mutating func noteMetadata(_ metadata: ChangedMetadataID) {
        if changes.isKept { changes.note(metadata) }
    }
}

/// What is due.
extension ExpiringTable {
    /// Hands over what is to be released.
    @inline(never)
    mutating func takeSpent() -> [Remains] {
        var released: [Remains] = []
        swap(&released, &spent)
        return released
    }

    /// Brings the queues up to date for which it is time: see ``MessageQueue/settle()``.
    ///
    /// - Complexity: O(1) where nothing is due.
    mutating func settleQueues(now: () -> Moment) {
        guard let next = nextQueueEvent, !isClosed, !isLoading else { return }
        let end = max(latest, now())
        if next > end { return }
        while let (key, due) = queues.takeDue(at: instant(end)) {
            // Each at its moment, so that it does not matter when somebody looks.
            let event = min(self.moment(due), end)
            let moment = present { event }
            let instant = instant(moment)
            withUnsafeMutablePointer(to: &self) { table in
                let backend = TableTransaction(table, at: moment)
                // It only throws what a value at the key may be the cause of, and tries again then.
                try? TableQueue(backend, key: key).settle()
            }
            while let id = queues.book(of: key)?.firstID, id.moment <= instant {
                setID(id.subject, until: nil, at: key)
            }
            registerNext(at: key, after: instant)
        }
        settlesFrom = sweeping == nil ? nextQueueEvent ?? .end : .end
    }

    /// Has a queue looked at when the next of its events is due.
    private mutating func registerNext(at key: String, after now: StoreInstant) {
        let moment = moment(now)
        let list = find(key) { moment }
        let book = queues.book(of: key)
        let expiry =
            list == .none ? nil : cells[list].pointee.value.messageList?.infos.earliestDeadline
        let moments = [expiry, book?.firstLease?.moment, book?.firstID?.moment]
        let next = moments.compactMap(\.self).min()
        guard let next else {
            if let book { queues.closeIfEmpty(book) }
            return
        }
        // What could not be dealt with is not tried again at once.
        let soonest = StoreInstant(nanoseconds: now.nanoseconds &+ 1)
        register(queues.openBook(of: key), at: max(next, soonest))
    }

    /// Keeps the queue at a key right where a call that is not of an inbox is about to change the key.
    @inline(__always)
    mutating func prepare(for change: KeyChange, of key: String, now: () -> Moment) {
        if !queues.isEmpty { prepareQueue(for: change, of: key, now: now) }
    }

    @inline(never)
    private mutating func prepareQueue(
        for change: KeyChange,
        of key: String,
        now: () -> Moment
    ) {
        guard let book = queues.book(of: key) else { return }
        switch change {
        case .replacement, .deletion:
            for number in book.lent.keys { setLent(number, to: nil, at: key) }
            if change == .deletion {
                for id in book.ids.keys { setID(id.text, until: nil, at: key) }
            }
        case .removal:
            if book.lentOfPresentList > 0 { endEra(of: key, now: now) }
        case .edit: break
        case .creation:
            if book.lentOfPresentList > 0 { endEra(of: key, now: now) }
        case .lifetime(let ttl):
            var eras = book.eras
            let moment = instant(present(now))
            eras.setDeadlineOfEnded(ttl.flatMap { moment.advanced(by: $0) }, at: moment)
            if eras != book.eras { setEras(eras, at: key) }
        case .lifetimeAtMost(let ttl):
            var eras = book.eras
            if let deadline = instant(present(now)).advanced(by: ttl) {
                eras.limitDeadlines(to: deadline)
            }
            if eras != book.eras { setEras(eras, at: key) }
        }
    }

    /// Notes that the list at a key goes, and that its deadline stays that of the messages that are lent
    /// from it.
    mutating func endEra(of key: String, now: () -> Moment) {
        let moment = present(now)
        var eras = queues.openBook(of: key).eras
        eras.end(with: listDeadline(of: eras.current, at: key, moment), at: instant(moment))
        setEras(eras, at: key)
    }

    /// The deadline that the list of an era has, or had; nil for none.
    mutating func listDeadline(of era: Int, at key: String, _ now: Moment) -> StoreInstant? {
        if let book = queues.book(of: key), era != book.eras.current {
            return book.eras.deadline(ofEnded: era)
        }
        let number = locate(key).number
        // A list that went without a word has expired.
        if number == .none { return instant(now) }
        let deadline = cells[number].pointee.deadline
        return deadline.isNone ? nil : instant(deadline.moment)
    }
}
