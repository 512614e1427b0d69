/// What an inbox notes beside the list of its messages; each of these is one note of the key.
///
/// | note | holds | lifetime |
/// |---|---|---|
/// | `state` | ``InboxState``, while there is anything else below the line | |
/// | `id` and the JSON of an id | that a message of this id was sent | the window |
/// | `quiet` | that no lease ends before | until the first may |
/// | `lease` and a number | ``QueuedMessage``, a message that is handed out | |
/// | `held` and a number | the attempt that holds it: it is handed out while this is live | the lease |
/// | `waiting` and a place | ``QueuedMessage``, where more is to be known of one that waits | |
/// | `live` and a name | that a message lives | its `ttl` |
///
/// All times are lifetimes of notes, which the store keeps: none of them is reckoned here, so they
/// go on across restarts.
enum InboxNote {
    static let state = "state"
    static let quiet = "quiet"
    static let leases = "lease\0"
    static let waiting = "waiting\0"

    static func id(_ text: String) -> String { "id\0" + text }
    static func lease(_ number: MessageNumber) -> String { leases + number.name }
    static func held(_ number: MessageNumber) -> String { "held\0" + number.name }
    static func waiting(_ place: Int64) -> String { waiting + String(place) }
    static func live(_ name: String) -> String { "live\0" + name }
}

/// What an inbox that is more than a list knows of itself.
struct InboxState: Codable, Sendable, Equatable {
    /// The place of the first message that waits: places are counted on and never begin anew.
    var first: Int64 = 0
    /// The revision of the list when the inbox last changed it: if it is another one now, others
    /// have changed it too.
    var revision: Int64 = 0
    /// How many of the messages that wait have a note.
    var noted = 0
    /// How many messages are handed out.
    var leases = 0

    /// Whether the inbox is nothing but its list.
    var isPlain: Bool { noted == 0 && leases == 0 }
}

/// The number of a message that has been handed out: it stays the same however often it is.
struct MessageNumber: Codable, Sendable, Hashable, Comparable {
    /// The store's revision when it was first handed out.
    let revision: Int64
    /// Which of those that were handed out together it was.
    let index: Int

    static func < (left: MessageNumber, right: MessageNumber) -> Bool {
        (left.revision, left.index) < (right.revision, right.index)
    }

    /// A text by which numbers sort as they should.
    var name: String { Self.sortable(revision) + Self.sortable(Int64(index)) }

    var text: String { "\(revision).\(index)" }

    /// The digits of a number, after a letter for how many they are: longer ones come later.
    private static func sortable(_ number: Int64) -> String {
        let digits = String(number, radix: 36)
        return String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(digits.utf8.count))) + digits
    }
}

/// A message outside of the list, or on its way into it.
struct QueuedMessage: Codable, Sendable {
    let item: JSONValue
    /// How often it has been handed out.
    var attempts = 0
    /// Its number, once it has been handed out.
    var number: MessageNumber?
    /// The name of the note that lives as long as the message does; nil where it lives for ever.
    var life: String?

    /// Whether there is more to know of it than its item.
    var isNoted: Bool { number != nil || life != nil }
}
