/// The beginnings and ends of calls in the order of time, of which some are left out.
///
/// Leaving a call out and putting it back costs O(1); what was left out last comes back first.
struct EventList {
    struct Event {
        let call: Int
        let isReturn: Bool
    }

    /// What stands before the first event, and behind the last one.
    static let end = 0

    /// From 1 on.
    private var events: [Event]
    private var next: [Int] = []
    private var previous: [Int] = []
    /// The places of the two events of each call.
    private var places: [(invocation: Int, return: Int)]

    init(_ calls: [RecordedCall]) {
        var ordered: [(time: Int, event: Event)] = []
        for (number, call) in calls.enumerated() {
            ordered.append((call.invoked, Event(call: number, isReturn: false)))
            ordered.append((call.returned, Event(call: number, isReturn: true)))
        }
        // Of the same time calls are made first: then they may have overlapped.
        ordered.sort { ($0.time, $0.event.isReturn ? 1 : 0) < ($1.time, $1.event.isReturn ? 1 : 0) }
        events = [Event(call: 0, isReturn: false)] + ordered.map(\.event)
        places = Array(repeating: (0, 0), count: calls.count)
        for (place, event) in events.enumerated().dropFirst() {
            if event.isReturn {
                places[event.call].return = place
            } else {
                places[event.call].invocation = place
            }
        }
        for place in events.indices {
            next.append(place + 1 == events.count ? Self.end : place + 1)
            previous.append(place == Self.end ? events.count - 1 : place - 1)
        }
    }

    /// The place of the first event that is not left out; the end where there is none.
    var first: Int { next[Self.end] }

    func place(after place: Int) -> Int { next[place] }

    /// Where a call begins.
    func place(of call: Int) -> Int { places[call].invocation }

    subscript(place: Int) -> Event { events[place] }

    mutating func leaveOut(_ call: Int) {
        for place in [places[call].invocation, places[call].return] {
            next[previous[place]] = next[place]
            previous[next[place]] = previous[place]
        }
    }

    mutating func putBack(_ call: Int) {
        for place in [places[call].return, places[call].invocation] {
            next[previous[place]] = place
            previous[next[place]] = place
        }
    }
}
