/// What an inbox keeps beside a list: notes, entries that belong to a key and that no caller can
/// name or list.
extension StoreTransaction {
    /// Returns a note of a key; nil if it is absent.
    func note(_ name: String, of key: String) throws -> Entry<StoreValue>? {
        try backend.entry(NoteKey.key(of: name, at: key))
    }

    /// Sets a note of a key, with a lifetime or without one.
    func setNote(
        _ name: String,
        of key: String,
        to value: StoreValue,
        ttl: Duration? = nil
    ) throws {
        let note = NoteKey.key(of: name, at: key)
        _ = try backend.set(note, to: value, lifetime: LifetimeChange(ttl))
    }

    /// Removes a note of a key, and returns whether there was one.
    @discardableResult
    func deleteNote(_ name: String, of key: String) throws -> Bool {
        try backend.delete(NoteKey.key(of: name, at: key))
    }

    /// Returns the names of notes of a key that begin with `prefix`, in the order of their bytes.
    func noteNames(of key: String, prefix: String = "", limit: Int = .max) throws -> [String] {
        let start = NoteKey.key(of: prefix, at: key)
        let length = NoteKey.key(of: "", at: key).utf8.count
        return try backend.noteKeys(prefix: start, limit: limit).map { note in
            String(decoding: note.utf8.dropFirst(length), as: UTF8.self)
        }
    }

    /// Takes up to `count` items off the beginning of a list and returns them.
    func takeFirst(_ count: Int, from key: String) throws -> [JSONValue] {
        try limits.checkKey(key)
        return try backend.takeFirst(count, from: key)
    }

    /// Puts items before those of a list, or makes one of them.
    func prepend(_ items: [JSONValue], to key: String) throws {
        try limits.checkKey(key)
        try backend.prepend(items, to: key)
    }
}

/// The keys of notes.
package enum NoteKey {
    /// What stands between the key that a note belongs to and the note's name.
    package static let mark = "\0"

    /// The key of a note.
    package static func key(of name: String, at key: String) -> String {
        key + mark + name
    }

    /// Whether a key is that of a note: no other one that a store lets in holds a U+0000.
    package static func isNote(_ key: String) -> Bool {
        key.utf8.contains(0)
    }
}
