extension Peer {
    func reads(_ work: Workload<Value>) async throws {
        for step in work.steps {
            blackHole(try await get(work.keys[step]))
        }
    }

    func writes(_ work: Workload<Value>) async throws {
        for step in work.steps {
            try await set(work.keys[step], to: work[step])
        }
    }

    /// Reads and writes in turn.
    func readsAndWrites(_ work: Workload<Value>) async throws {
        for step in work.steps {
            if step.isMultiple(of: 2) {
                blackHole(try await get(work.keys[step]))
            } else {
                try await set(work.keys[step], to: work[step])
            }
        }
    }
}

/// The same loops without `await`.
///
/// Called through asynchronous requirements, a synchronous peer would take about 10 ns more for
/// each call, and flatter whoever is compared with it.
extension SynchronousPeer {
    func reads(_ work: Workload<Value>) {
        for step in work.steps {
            blackHole(get(work.keys[step]))
        }
    }

    func writes(_ work: Workload<Value>) {
        for step in work.steps {
            set(work.keys[step], to: work[step])
        }
    }

    func readsAndWrites(_ work: Workload<Value>) {
        for step in work.steps {
            if step.isMultiple(of: 2) {
                blackHole(get(work.keys[step]))
            } else {
                set(work.keys[step], to: work[step])
            }
        }
    }
}

extension TimedPeer {
    func timedWrites(_ work: Workload<Value>) async throws {
        for step in work.steps {
            try await set(work.keys[step], to: work[step], ttl: anHour)
        }
    }
}
