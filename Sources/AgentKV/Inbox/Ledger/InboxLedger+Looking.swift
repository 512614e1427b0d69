/// A look at the messages that wait, which takes none.
extension InboxLedger {
    /// Counts the messages that wait and have not expired.
    mutating func count() throws -> Int {
        try align()
        let items = try items()
        guard state.noted > 0 else { return items.count }
        var expired = 0
        for name in try tx.noteNames(of: key, prefix: InboxNote.waiting) {
            guard let place = Int64(name.dropFirst(InboxNote.waiting.count)),
                let message = try noted(at: place)
            else { continue }
            if try !isLive(message) { expired += 1 }
        }
        return items.count - expired
    }

    /// The first message that waits and has not expired.
    mutating func first() throws -> JSONValue? {
        try align()
        for (index, item) in try items().enumerated() {
            guard state.noted > 0, let message = try noted(at: state.first + Int64(index)),
                message.item == item, try !isLive(message)
            else { return item }
        }
        return nil
    }

    private func items() throws -> [JSONValue] {
        try checkList()
        guard let value = try tx.storedEntry(key)?.value,
            case .array(let items) = try value.json(for: key, limits: tx.limits)
        else { return [] }
        return items
    }
}
