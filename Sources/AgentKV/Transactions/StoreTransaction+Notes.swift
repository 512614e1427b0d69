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
        if let ttl { try limits.checkTTL(ttl, of: key) }
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

    /// Puts items behind those of a list, or makes one of them, and returns how many there are then.
    func appendItems(_ items: [JSONValue], to key: String) throws -> Int {
        try limits.checkKey(key)
        return try backend.appendItems(items, to: key)
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
    ///
    /// No store lets in a key with a U+0000, and what other programs put under one where a store in
    /// memory is loaded from will hardly hold this.
    package static let mark = "\0agentkv-note\0"

    /// The key of a note.
    package static func key(of name: String, at key: String) -> String {
        key + mark + name
    }

    /// Whether a key is that of a note.
    ///
    /// - Complexity: O(*n*) in the bytes of the key.
    package static func isNote(_ key: String) -> Bool {
        var hasZero = false
        key.withKeyBytes { hasZero = $0.hasZero }
        guard hasZero else { return false }
        var key = key
        return key.withUTF8 { bytes in
            var rest = bytes[...]
            while let zero = rest.firstIndex(of: 0) {
                rest = rest[zero...]
                if isMarked(rest) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
    }

    private static func isMarked(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var place = bytes.startIndex
        for byte in mark.utf8 {
            if place == bytes.endIndex || bytes[place] != byte { return false }
            place += 1
        }
        return true
    }
}
