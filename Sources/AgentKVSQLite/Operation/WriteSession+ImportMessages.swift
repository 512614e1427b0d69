internal import AgentKV

/// Taking what an export tells of the messages of inboxes.
extension WriteSession {
    /// Takes what is known of the messages at a key that has no record: all that is left of its inbox is
    /// lent or remembered.
    func takeMessages(
        _ line: RecordLine,
        in place: Place,
        existing: ExistingRecords
    ) throws -> ImportOutcome {
        if existing != .overwrite, try isOccupied(line, in: place) {
            return existing == .keep ? .messagesKept : .conflict
        }
        try replaceMessages(of: line, in: place, existing: existing)
        return .messagesSet
    }

    /// Whether there is a live record where a line is to be taken to, or, where it tells of messages,
    /// something known of others.
    func isOccupied(_ line: RecordLine, in place: Place) throws -> Bool {
        if try connection.revision(of: line.key, in: place, now: now) != nil { return true }
        return try line.messages != nil && mayHaveMetadata(of: line.key, in: place)
    }

    /// Makes what is known of the messages at a key what a line says.
    ///
    /// Where it does not say anything, a list that is replaced takes its messages with it, and one that is
    /// made besides leaves them.
    func replaceMessages(
        of line: RecordLine,
        in place: Place,
        existing: ExistingRecords
    ) throws {
        guard let messages = line.messages else {
            let change = existing == .overwrite ? KeyChange.replacement : .creation
            return try prepare(for: change, of: line.key, in: place)
        }
        try removeMetadata(of: line.key, in: place)
        for message in messages {
            try raiseRevision(to: message.value.json.greatestNumber)
            try writeMetadata(
                MetadataID(key: line.key, kind: message.kind, name: message.name),
                in: place,
                message.value.text,
                due: message.due
            )
        }
    }
}

extension JSONValue {
    /// The greatest revision that numbers of messages are made of in here, so that no other message is
    /// going to have the same number.
    fileprivate var greatestNumber: Revision {
        Revision(rawValue: min(greatestRevision, Revision.greatestStart.rawValue))
    }

    private var greatestRevision: Int64 {
        var infos: [JSONValue] = [self["info"] ?? .null]
        if case .array(let entries)? = self["waiting"]?["entries"] {
            infos += entries.map { $0["info"] ?? .null }
        }
        return infos.compactMap { info in
            if case .integer(let revision)? = info["number"]?["revision"] { revision } else { nil }
        }.max() ?? 0
    }
}
