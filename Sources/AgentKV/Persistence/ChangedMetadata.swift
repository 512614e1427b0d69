/// Which metadata of a key a batch has to name.
enum ChangedMetadataID: Hashable, Sendable {
    /// What is known of the messages that wait, and of the lists before.
    case list(ByteText)
    /// A message that is lent.
    case lent(ByteText, MessageNumber)
    /// An id that is remembered.
    case id(ByteText, ByteText)
    /// How many ids are remembered.
    case ids(ByteText)

    var key: String {
        switch self {
        case .list(let key), .lent(let key, _), .id(let key, _), .ids(let key): key.text
        }
    }

    /// The name that it is written down under.
    var persistedID: PersistedID {
        switch self {
        case .list(let key): PersistedID(key: key.text, kind: QueueMetadata.list)
        case .lent(let key, let number):
            PersistedID(key: key.text, kind: QueueMetadata.lent, name: number.name)
        case .id(let key, let id):
            PersistedID(key: key.text, kind: QueueMetadata.id, name: id.text)
        case .ids(let key): PersistedID(key: key.text, kind: QueueMetadata.ids)
        }
    }
}

/// Metadata as it was when the changes of a batch were frozen.
struct ChangedMetadata {
    enum Content {
        case list(
            revision: Revision,
            messages: [(index: Int, message: QueuedMessage)],
            count: Int,
            ListEras,
            isLent: Bool
        )
        case lent(LentMessage)
        case id(StoreInstant)
        case ids(Int)
    }

    let id: ChangedMetadataID
    /// Nil where there is none any more.
    let content: Content?
}

extension ExpiringTable {
    /// Takes the metadata that has changed, as it is now.
    mutating func collectMetadata() -> [ChangedMetadata] {
        changes.takeMetadata().map { id in
            let book = queues.book(of: id.key)
            switch id {
            case .list: return ChangedMetadata(id: id, content: listContent(of: id.key, book))
            case .lent(_, let number):
                return ChangedMetadata(id: id, content: book?.lent[number].map { .lent($0) })
            case .id(_, let text):
                return ChangedMetadata(id: id, content: book?.ids[text].map { .id($0) })
            case .ids:
                let count = book?.ids.count ?? 0
                return ChangedMetadata(id: id, content: count > 0 ? .ids(count) : nil)
            }
        }
    }

    private func listContent(of key: String, _ book: QueueBook?) -> ChangedMetadata.Content? {
        let number = locateAny(key).number
        let list = number == .none ? nil : cells[number].pointee.value.messageList
        let eras = book?.eras ?? ListEras()
        let known = list?.infos.known(of: list?.count ?? 0) ?? []
        let isLent = book.map { $0.lentOfPresentList > 0 } ?? false
        if known.isEmpty, eras.isEmpty, !isLent { return nil }
        return .list(
            revision: number == .none ? Revision(rawValue: 0) : cells[number].pointee.revision,
            messages: known.compactMap { index, info in
                list.map { (index, QueuedMessage(item: $0.item(at: index), info: info)) }
            },
            count: list?.count ?? 0,
            eras,
            isLent: isLent
        )
    }
}

extension ChangedMetadata {
    /// The metadata as it is written down; nil where there is none any more.
    func persisted(limits: StoreLimits, revision: Revision) throws -> PersistedEntry? {
        guard let content else { return nil }
        let name = id.persistedID
        let (json, due) = try text(of: content, limits: limits)
        return PersistedEntry(
            key: name.key,
            kind: name.kind,
            name: name.name,
            json: json,
            revision: revision,
            expiresAt: due.flatMap(\.milliseconds)
        )
    }

    private func text(
        of content: Content,
        limits: StoreLimits
    ) throws -> (json: String, due: StoreInstant?) {
        switch content {
        case .id(let end): return ("true", end)
        case .ids(let count): return ("\(count)", nil)
        case .lent(let message):
            let record = try LentRecord(message, for: id.key, limits: limits)
            return (try JSONValue(encoding: record).text(pretty: false), message.end)
        case .list(let revision, let messages, let count, let eras, let isLent):
            var record = ListRecord()
            record.waiting.revision = revision.rawValue
            record.waiting.count = count
            record.waiting.entries = messages.map { index, message in
                WaitingInfos.Entry(
                    place: index,
                    checksum: message.item.checksum(limits: limits),
                    info: message.info
                )
            }
            record.eras = eras
            record.isLent = isLent
            return (
                try JSONValue(encoding: record).text(pretty: false),
                record.waiting.earliestDeadline
            )
        }
    }
}

extension StoreInstant {
    /// Whole milliseconds, rounded up; nil for a moment that never comes.
    var milliseconds: Int64? {
        if self == .never { return nil }
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder > 0 ? quotient + 1 : quotient
    }
}
