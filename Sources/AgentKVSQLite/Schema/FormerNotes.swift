internal import AgentKV

/// What an inbox kept of one key as notes, before there was metadata: each a name, a value and the end of
/// a lifetime.
///
/// | note | holds | lifetime |
/// |---|---|---|
/// | `state` | the place of the first message that waits, and the list's revision | |
/// | `quiet` | that no lease ends before | until the first may |
/// | `id` and the text of an id | that a message of this id was sent | the window |
/// | `lease` and a number | a message that is lent | |
/// | `held` and a number | the attempt that holds it | the lease |
/// | `waiting` and a place | a message that waits and of which more is known | |
/// | `live` and a name | that a message lives | its own |
struct FormerNotes {
    /// The key that they are of.
    let key: String
    private var state: JSONValue = [:]
    private var ids: [(text: String, end: Int64?)] = []
    private var leases: [(number: String, message: JSONValue)] = []
    private var holders: [String: (attempt: Int64, end: Int64?)] = [:]
    private var waiting: [(place: Int64, message: JSONValue)] = []
    /// When the messages end that do so by themselves, by the names of their notes.
    private var ends: [String: Int64?] = [:]

    init(key: String) { self.key = key }

    /// Takes the key of a note apart; nil for a text that is none.
    static func split(_ text: String) -> (key: String, name: String)? {
        let (bytes, mark) = (Array(text.utf8), Array("\0agentkv-note\0".utf8))
        guard
            let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) })
        else { return nil }
        return (
            String(decoding: bytes[..<start], as: UTF8.self),
            String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
        )
    }

    /// Adds a note; one that says nothing that is known is left out.
    mutating func add(_ name: String, _ text: String, until end: Int64?) {
        guard let value = JSONValue(former: text) else { return }
        let parts = name.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count > 1 ? String(parts[1]) : ""
        switch String(parts[0]) {
        case "state": state = value
        case "id": ids.append((rest, end))
        case "lease": leases.append((rest, value))
        case "held": holders[rest] = (value.integer ?? 0, end)
        case "waiting": if let place = Int64(rest) { waiting.append((place, value)) }
        case "live": ends[rest] = .some(end)
        default: break
        }
    }
}

/// The list at a key, as it stands in the file.
struct FormerList {
    let items: [JSONValue]
    let revision: Int64

    /// Creates the list of a record's text; another value is a list without items.
    init(text: String, revision: Int64) {
        var items: [JSONValue] = []
        if case .array(let found)? = JSONValue(former: text) { items = found }
        (self.items, self.revision) = (items, revision)
    }
}

/// What stands in a row of `kv_metadata`, beside its key.
struct FormerMetadata: Equatable {
    let kind: String
    var name = ""
    let value: JSONValue
    /// In milliseconds.
    var due: Int64?
}

extension FormerNotes {
    /// What the notes mean as metadata.
    ///
    /// A message whose own lifetime had ended is due at once. So is one whose lease had; its attempts go
    /// on. Messages that are lent belong to the list that is there. Where none is, they had one without
    /// a deadline.
    func metadata(besides list: FormerList?) -> [FormerMetadata] {
        var all = ids.map { FormerMetadata(kind: "id", name: $0.text, value: true, due: $0.end) }
        if !ids.isEmpty {
            all.append(FormerMetadata(kind: "ids", value: .integer(Int64(ids.count))))
        }
        for (number, message) in leases {
            guard let item = message["item"] else { continue }
            let (attempt, end) = holders[number] ?? (0, 0)
            let value: JSONValue = [
                "item": item, "info": info(message), "holder": .integer(attempt),
                "end": .integer(end.map(Self.nanoseconds) ?? .max), "era": 0,
            ]
            all.append(FormerMetadata(kind: "lent", name: number, value: value, due: end))
        }
        let entries = list.map(entries) ?? []
        if entries.isEmpty, leases.isEmpty { return all }
        let hasEnded = list == nil
        all.append(
            FormerMetadata(
                kind: "list",
                value: [
                    "waiting": [
                        "revision": state["revision"] ?? 0,
                        "count": .integer(Int64(list?.items.count ?? 0)),
                        "entries": .array(entries),
                    ],
                    "eras": [
                        "current": hasEnded ? 1 : 0,
                        "ended": hasEnded ? [["last": 0]] : [],
                    ],
                    "isLent": .bool(!hasEnded && !leases.isEmpty),
                ],
                // It is looked at at once, and then when it has to be.
                due: 0
            )
        )
        return all
    }

    /// What is known of a message beside its content.
    private func info(_ message: JSONValue) -> JSONValue {
        var info: JSONObject = ["attempts": message["attempts"] ?? 0]
        if let number = message["number"], number != .null { info["number"] = number }
        if case .string(let name)? = message["life"] {
            // The note of one that has ended is gone.
            info["deadline"] = (ends[name] ?? 0).map { .integer(Self.nanoseconds($0)) }
        }
        return .object(info)
    }

    /// What is known of the items of a list, by their places.
    private func entries(of list: FormerList) -> [JSONValue] {
        if list.items.isEmpty { return [] }
        let first = state["first"]?.integer ?? 0
        return waiting.sorted { $0.place < $1.place }.compactMap { place, message in
            let (index, overflow) = place.subtractingReportingOverflow(first)
            guard !overflow, index >= 0, let item = message["item"] else { return nil }
            return [
                "place": .integer(index), "checksum": .integer(item.checksum),
                "info": info(message),
            ]
        }
    }

    private static func nanoseconds(_ milliseconds: Int64) -> Int64 {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : product
    }
}

extension JSONValue {
    fileprivate var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// Reads a text that was stored, however deep it is; nil for what is no JSON.
    fileprivate init?(former text: String) {
        var text = text
        let read = text.withUTF8 { bytes in
            try? JSONValue(stored: bytes, maximumDepth: StoreLimits.greatestValueDepth + 8)
        }
        guard let read else { return nil }
        self = read
    }
}
