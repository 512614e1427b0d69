internal import Synchronization

/// When something that is known of a key is due next in a file, as far as that is known here.
///
/// The writer looks in each transaction. Everybody else asks by one comparison where nothing is due.
final class NextDue: Sendable {
    /// In milliseconds; the greatest number for never.
    private let moment: Atomic<Int64>

    init(_ moment: Int64?) {
        self.moment = Atomic(moment ?? .max)
    }

    func set(_ moment: Int64?) { self.moment.store(moment ?? .max, ordering: .relaxed) }

    /// Whether it is over.
    func isOver(by clock: DatabaseClock) -> Bool {
        let moment = moment.load(ordering: .relaxed)
        return moment != .max && moment <= clock.now.milliseconds
    }
}
