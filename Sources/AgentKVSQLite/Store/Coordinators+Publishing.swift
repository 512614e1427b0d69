internal import AgentKV

extension Coordinators {
    /// Tells those who wait for changes of a store what has happened there, in order.
    func publish(_ announcements: Announcements) {
        for tally in announcements.tallies.all { counters(of: tally.place)?.count(tally) }
        publishKnown(announcements.noted)
        if announcements.unknown.isEmpty { return }
        for (place, coordinator) in all
        where announcements.unknown.contains(where: { $0.area.contains(place) }) {
            // Who began to load while this was not durable yet has read what was there before.
            coordinator.publish([], requests: [.changeOfAll(prefix: "")])
            coordinator.publishUnknownChanges(upTo: announcements.last)
        }
    }

    /// Tells those who wait for any store that anything may have changed, up to a revision.
    func publishUnknownChanges(upTo last: Revision) {
        for (_, coordinator) in all { coordinator.publishUnknownChanges(upTo: last) }
    }

    private func publishKnown(_ announcements: [Announcement]) {
        var present: (place: Place, coordinator: StoreCoordinator?)?
        var changes: [StoreChange] = []
        for case .record(let change) in announcements {
            if present?.place != change.place {
                present?.coordinator?.publish(changes)
                changes = []
                present = (change.place, self.present(of: change.place))
            }
            guard let coordinator = present?.coordinator, coordinator.isObserved else { continue }
            if let storeChange = change.storeChange {
                changes.append(storeChange)
            } else {
                coordinator.publish([], requests: [.lifetime(of: change.key)])
            }
        }
        present?.coordinator?.publish(changes)
    }
}
