/// Waking those who wait, without holding up the one that tells them.
extension ChangeFeed {
    /// Who is to be woken for what has been noted.
    struct Alarm: Sendable {
        var wakes: [Log.Wake] = []
        var watches: [KeyWatch] = []
        /// Whether old changes are to be released.
        var isLitterFull = false
        /// Old changes that are released with the alarm itself.
        var litter: [[StoreChange]] = []
        /// Changes of which it is not known yet how large their values are.
        var unmeasured: [Unmeasured] = []

        var isEmpty: Bool {
            wakes.isEmpty && watches.isEmpty && !isLitterFull && litter.isEmpty
                && unmeasured.isEmpty
        }
    }

    /// A change in the history, and its value.
    struct Unmeasured: Sendable {
        let place: Int
        let value: StoreValue
    }

    /// How many chunks of old changes are kept before they are released.
    static var mostRetired: Int { 4 }

    /// Wakes who is to be woken: a single one at once, more of them elsewhere, so that the one who
    /// writes does not spend its time on that.
    ///
    /// The same holds for what old changes hold: releasing it may run any code.
    func raise(_ alarm: Alarm) {
        if alarm.isLitterFull { background.start { self.releaseRetired() } }
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
