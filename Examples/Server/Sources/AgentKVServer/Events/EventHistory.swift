internal import AgentKV
internal import NIOCore

/// The last events, for clients that come back.
///
/// It is a ring of bounded number and bytes. It knows from which revision on it is complete.
struct EventHistory: Sendable {
    private let maximumCount: Int
    private let maximumBytes: Int
    private var frames: [EventFrame] = []
    /// Where the oldest frame is; those before it are gone.
    private var start = 0
    private(set) var bytes = 0
    /// All events after this revision are remembered.
    private(set) var floor: Revision

    /// Creates an empty history that begins after a revision.
    init(after floor: Revision, maximumCount: Int, maximumBytes: Int) {
        self.floor = floor
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
    }

    /// How many events are remembered.
    var count: Int { frames.count - start }

    /// The last revision that has been told of.
    var last: Revision { frames.last?.revision ?? floor }

    /// Remembers an event, and forgets the oldest ones where there are too many.
    mutating func append(_ frame: EventFrame) {
        frames.append(frame)
        bytes += frame.text.readableBytes
        while count > maximumCount || bytes > maximumBytes, count > 0 {
            bytes -= frames[start].text.readableBytes
            floor = frames[start].revision
            start += 1
        }
        if start > 64, start * 2 > frames.count {
            frames.removeSubrange(..<start)
            start = 0
        }
    }

    /// Forgets everything up to a revision: something before it is missing.
    mutating func restart(after revision: Revision) {
        frames.removeAll()
        (start, bytes, floor) = (0, 0, revision)
    }

    /// Returns the events after a revision; nil if not all of them are remembered.
    ///
    /// A revision between the floor and the first event is of none that was told here: with it comes a
    /// client that was told of writes which a backup that was put back does not have.
    ///
    /// - Complexity: O(log *n* + *m*) in the events remembered and returned.
    func frames(after revision: Revision) -> ArraySlice<EventFrame>? {
        guard revision == floor || revision >= frames[start...].first?.revision ?? floor,
            revision <= last
        else { return nil }
        var (low, high) = (start, frames.count)
        while low < high {
            let middle = (low + high) / 2
            if frames[middle].revision > revision { high = middle } else { low = middle + 1 }
        }
        return frames[low...]
    }
}
