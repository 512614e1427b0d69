/// What an inbox has lent of its messages.
struct LentMessages {
    var items: [MessageNumber: JSONValue] = [:]
    /// What the items take.
    var bytes = 0
    /// What is counted for them while there is no entry at the key; 0 while there is one, whose cost
    /// then includes them.
    var place = 0
}

/// Messages that are lent cost as much as if they waited.
///
/// An inbox costs what the list of all its messages would, and so nothing more when they come back:
/// that makes no other entry go, and is not refused.
extension TableBounds {
    /// Whether messages of the inbox at a key are lent.
    func isLent(_ key: String) -> Bool {
        !lent.isEmpty && lent[ByteText(key)] != nil
    }

    /// What an entry costs, with the messages of its key that are lent.
    func cost(of key: String, _ value: StoreValue) -> Int {
        let cost = bounds.cost(of: key, value)
        guard !lent.isEmpty, let lent = lent[ByteText(key)] else { return cost }
        switch bounds.measure {
        case .entries: return cost
        case .bytes: return max(cost, bytesOfNoItems(at: key)) + lent.bytes
        case .custom:
            guard case .array(let items) = try? value.json(maximumDepth: .max) else {
                return max(cost, self.cost(of: lent, at: key))
            }
            return self.cost(of: lent, and: items, at: key)
        }
    }

    /// Counts a message that is lent, or no longer does.
    mutating func setLent(
        _ item: JSONValue,
        _ number: MessageNumber,
        at key: String,
        _ isLent: Bool
    ) {
        var messages = lent[ByteText(key)] ?? LentMessages()
        if let former = messages.items.removeValue(forKey: number) {
            messages.bytes -= former.estimatedBytes
        }
        if isLent {
            messages.items[number] = item
            messages.bytes += item.estimatedBytes
        } else if messages.items.isEmpty {
            endPlace(at: key)
            lent[ByteText(key)] = nil
            lentChanges += 1
            return
        }
        lent[ByteText(key)] = messages
        lentChanges += 1
    }

    /// Counts what is lent by itself, as there is no entry at the key.
    mutating func keepPlace(at key: String) {
        guard !lent.isEmpty, let messages = lent[ByteText(key)] else { return }
        let cost = cost(of: messages, at: key)
        placeCost += cost - messages.place
        lent[ByteText(key)]?.place = cost
    }

    /// Counts what is lent with the entry that is at the key now.
    mutating func endPlace(at key: String) {
        guard !lent.isEmpty, let messages = lent[ByteText(key)] else { return }
        placeCost -= messages.place
        lent[ByteText(key)]?.place = 0
    }

    /// What is counted at a key where there is no entry.
    func place(at key: String) -> Int {
        lent.isEmpty ? 0 : lent[ByteText(key)]?.place ?? 0
    }

    /// What messages cost that are lent, together with `items` that wait.
    private func cost(
        of messages: LentMessages,
        and items: [JSONValue] = [],
        at key: String
    ) -> Int {
        if case .bytes = bounds.measure { return bytesOfNoItems(at: key) + messages.bytes }
        let lent = messages.items.sorted { $0.key < $1.key }.map(\.value)
        return bounds.cost(of: key, StoreValue(json: .array(lent + items)))
    }

    private func bytesOfNoItems(at key: String) -> Int {
        bounds.cost(of: key, StoreValue(json: []))
    }
}

extension ExpiringTable {
    /// Counts the message that a note in a table with a bound says is lent, or no longer does.
    ///
    /// It is called when a note has come, and when one is about to go. The note of a message that is
    /// lent may be set again in between: its item stays the same.
    mutating func countLent(_ note: CellNumber, _ isLent: Bool) {
        guard let inbox = NoteKey.inbox(ofLease: cells[note].pointee.key),
            let message = try? cells[note].pointee.value
                .value(as: QueuedMessage.self, for: inbox, limits: limits),
            let messageNumber = message.number
        else { return }
        bounds?.setLent(message.item, messageNumber, at: inbox, isLent)
        let number = locateAny(inbox).number
        if number == .none {
            bounds?.keepPlace(at: inbox)
        } else if !cells[number].pointee.isExempt {
            weigh(number)
        } else if isLent {
            weigh(number, cost: bounds?.cost(of: number, with: [message.item]))
        } else {
            weigh(number, cost: bounds?.cost(of: number, without: [message.item]))
        }
    }

    /// What a value costs that costs `alone` where no messages of its key are lent.
    func cost(of key: String, _ value: StoreValue, alone: Int) -> Int {
        bounds?.isLent(key) == true ? bounds?.cost(of: key, value) ?? alone : alone
    }
}

extension NoteKey {
    private static let leaseMark = mark + InboxNote.leases

    /// The key of the inbox that a note of a message which is lent belongs to; nil for other notes.
    static func inbox(ofLease note: String) -> String? {
        guard let end = note.utf8.firstIndex(of: 0),
            note.utf8[end...].starts(with: leaseMark.utf8)
        else { return nil }
        return String(note[..<end])
    }
}
