/// Waking those who wait, without holding up the one that tells them.
extension ChangeFeed {
    /// Who is to be woken for what has been noted.
    struct Alarm: Sendable {
        var wakes: [Log.Wake] = []
        var watches: [KeyWatch] = []
        /// What else is to be done while no lock is held.
        var chores: [Chore] = []

        var isEmpty: Bool { wakes.isEmpty && watches.isEmpty && chores.isEmpty }
    }

    /// What may run code of the values.
    enum Chore: Sendable {
        /// To release the old changes that the log keeps.
        case release
        /// To let go of old changes, which is done with the alarm itself.
        case drop([[StoreChange]])
        /// To find out how large the value of the change at a place is.
        case measure(StoreValue, place: Int)
    }

    /// How many chunks of old changes are kept before they are released.
    static var mostRetired: Int { 4 }

    /// Wakes who is to be woken: a single one at once, more of them elsewhere, so that the one who
    /// writes does not spend its time on that.
    ///
    /// The same holds for what old changes hold: releasing it may run any code.
    func raise(_ alarm: Alarm) {
        for case .release in alarm.chores { background.start { self.releaseRetired() } }
        switch (alarm.wakes.count, alarm.watches.count) {
        case (0, 0):
            return
        case (0, 1):
            alarm.watches[0].ring()
        case (1, 0):
            if case .one(let waiter, let change) = alarm.wakes[0] {
                waiter.resume(returning: .change(change))
            } else {
                background.start { self.wake(alarm) }
            }
        default:
            background.start { self.wake(alarm) }
        }
    }

    private func wake(_ alarm: Alarm) {
        for watch in alarm.watches { watch.ring() }
        for wake in alarm.wakes {
            switch wake {
            case .one(let waiter, let change):
                waiter.resume(returning: .change(change))
            case .several(let waiters, let place):
                for waiter in waiters.values { waiter.resume(returning: .look(from: place)) }
            }
        }
    }

    private func releaseRetired() {
        let retired = state.withLock { state -> [[StoreChange]] in
            let retired = state.log?.retired ?? []
            state.log?.retired = []
            state.isReleasing = false
            return retired
        }
        withExtendedLifetime(retired) {}
    }
}
