/// A list of a table that is changed in place, as a queue of messages.
///
/// It belongs to one cell and is reached under the table's lock only.
protocol MessageList: AnyObject {
    var count: Int { get }

    /// What is known of its messages.
    var infos: ItemInfos { get set }

    /// Whether a bounded store may evict it.
    var isEvictable: Bool { get set }

    /// The item at an index.
    func item(at index: Int) -> StoreValue

    /// Whether it can hold an item as it is.
    func canHold(_ item: StoreValue) -> Bool

    /// Takes up to `limit` messages off the beginning.
    ///
    /// - Complexity: O(1) on average for each.
    func takeMessages(_ limit: Int) -> [QueuedMessage]

    /// Puts messages before the others.
    ///
    /// - Complexity: O(1) on average for each.
    func prependMessages(_ messages: [QueuedMessage])

    /// Puts messages behind the others.
    ///
    /// - Complexity: O(1) on average for each.
    func appendMessages(_ messages: [QueuedMessage])

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int)

    /// The list as it is stored.
    var stored: StoreValue { get }
}

extension MessageList {
    /// Up to `limit` messages from the beginning.
    func messages(_ limit: Int) -> [QueuedMessage] {
        (0..<min(limit, count)).map { QueuedMessage(item: item(at: $0), info: infos[$0]) }
    }
}

extension StoreValue {
    /// The list that is changed in place; nil for any other value.
    var messageList: (any MessageList)? {
        switch storage {
        case .list(let list): list
        case .queue(let list): list
        default: nil
        }
    }

    /// Creates a list of messages: one of JSON where they all are, else one of items in their types.
    init(messages: [QueuedMessage]) {
        var items: [JSONValue] = []
        for message in messages {
            guard case .json(let item) = message.item.storage else { break }
            items.append(item)
        }
        let isJSON = items.count == messages.count
        let list: any MessageList =
            isJSON ? ItemList(items) : TypedList(messages.map(\.item))
        list.infos.append(messages.map(\.info), after: 0)
        self = list.stored
    }
}

extension ItemList: MessageList {
    func item(at index: Int) -> StoreValue { StoreValue(json: self[index]) }

    func canHold(_ item: StoreValue) -> Bool {
        if case .json = item.storage { true } else { false }
    }

    func takeMessages(_ limit: Int) -> [QueuedMessage] {
        let items = takeFirst(limit)
        return zip(items, infos.takeFirst(items.count)).map {
            QueuedMessage(item: StoreValue(json: $0), info: $1)
        }
    }

    func prependMessages(_ messages: [QueuedMessage]) {
        prepend(messages.map(\.item.heldJSON))
        infos.prepend(messages.map(\.info))
    }

    func appendMessages(_ messages: [QueuedMessage]) {
        infos.append(messages.map(\.info), after: count)
        _ = append(ListAddition(checked: messages.map(\.item.heldJSON)))
    }

    var stored: StoreValue { StoreValue(storage: .list(self)) }
}

extension TypedList: MessageList {
    func item(at index: Int) -> StoreValue { self[index] }

    func canHold(_ item: StoreValue) -> Bool { true }

    func takeMessages(_ limit: Int) -> [QueuedMessage] {
        let items = takeFirst(limit)
        return zip(items, infos.takeFirst(items.count)).map { QueuedMessage(item: $0, info: $1) }
    }

    func prependMessages(_ messages: [QueuedMessage]) {
        prepend(messages.map(\.item))
        infos.prepend(messages.map(\.info))
    }

    func appendMessages(_ messages: [QueuedMessage]) {
        infos.append(messages.map(\.info), after: count)
        for message in messages { append(message.item) }
    }

    var stored: StoreValue { StoreValue(storage: .queue(self)) }
}

extension StoreValue {
    /// The JSON of an item that is held as JSON.
    fileprivate var heldJSON: JSONValue {
        if case .json(let item) = storage { item } else { .null }
    }
}
