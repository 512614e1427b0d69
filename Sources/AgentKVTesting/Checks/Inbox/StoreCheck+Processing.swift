import AgentKV

extension StoreCheck {
    /// `process`: what becomes of a message when its body ends.
    static let processing: [StoreCheck] = [
        StoreCheck("process acknowledges a message when its body returns") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...3)
            let done = Tally()
            let work = Task {
                try await inbox.process(lease: .seconds(30)) { _ in done.raise() }
            }
            try await done.wait(for: 3)
            await inbox.waitForWaiters(1)
            try await expectCancelled(work)
            time.pass(.seconds(60))
            try await expect(inbox.drain(), is: [])
            try expect(done.count, is: 3)
        },
        StoreCheck("process releases a message when its body throws, to be lent after the delay") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let begun = Tally()
            let work = Task {
                try await inbox.process(lease: .seconds(30), retryDelay: .seconds(20)) { _ in
                    if begun.raise() == 1 { throw Failure() }
                }
            }
            try await begun.wait(for: 1)
            // Who waits for the next message sleeps until this one comes back.
            try await time.waitForSleeper(of: .seconds(20))
            try await expect(inbox.count(), is: 0)
            time.pass(toEndOf: .seconds(20))
            try await begun.wait(for: 2)
            await inbox.waitForWaiters(1)
            try await expectCancelled(work)
            time.pass(.seconds(60))
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("a message whose body throws at each attempt is dead, and holds nobody up") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 2))
            try await inbox.send(contentsOf: 1...2)
            let begun = Tally()
            let work = Task {
                try await inbox.process(lease: .seconds(30)) { message in
                    begun.raise()
                    if message == 1 { throw Failure() }
                }
            }
            try await begun.wait(for: 3)
            await inbox.waitForWaiters(1)
            try await expectCancelled(work)
            try await expect(inbox.deadLetters.drain(), is: [1])
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("process refuses what cannot be, and ends with its store") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await expect(store, refuses: .invalidLimit(0), of: nil) {
                try await inbox.process(lease: .seconds(30), concurrency: 0) { _ in }
            }
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await inbox.process(lease: .zero) { _ in }
            }
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await inbox.process(lease: .seconds(30), retryDelay: .seconds(-1)) { _ in }
            }
            let work = Task { try await inbox.process(lease: .seconds(30)) { _ in } }
            await inbox.waitForWaiters(1)
            store.backend.coordinator.close()
            do {
                try await work.value
                try expect(false, "process throws when its store is closed")
            } catch StoreError.closed {
            }
        },
    ]

    /// `process`: what happens while bodies run.
    static let processingUnderWay: [StoreCheck] = [
        StoreCheck("process extends a lease as long as the body runs") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let (begun, gate) = (Tally(), Gate())
            let work = Task {
                try await inbox.process(lease: .seconds(30)) { _ in
                    begun.raise()
                    try await gate.pass()
                }
            }
            try await begun.wait(for: 1)
            for _ in 1...6 {
                try await time.waitForSleeper(of: .seconds(15))
                time.pass(.seconds(20))
            }
            try await time.waitForSleeper(of: .seconds(15))
            try await expect(inbox.count(), is: 0)
            gate.open()
            await inbox.waitForWaiters(1)
            try await expectCancelled(work)
            time.pass(.seconds(60))
            try await expect(inbox.drain(), is: [])
            try expect(begun.count, is: 1)
        },
        StoreCheck("process cancels a body whose message is gone, and goes on") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let (begun, cancelled, gate) = (Tally(), Tally(), Gate())
            let work = Task {
                try await inbox.process(lease: .seconds(30)) { message in
                    begun.raise()
                    if message == 2 { return }
                    do {
                        try await gate.pass()
                    } catch {
                        cancelled.raise()
                        throw error
                    }
                }
            }
            try await begun.wait(for: 1)
            try await time.waitForSleeper(of: .seconds(15))
            try await store.delete("i")
            time.pass(.seconds(15))
            try await cancelled.wait(for: 1)
            try await inbox.send(2)
            try await begun.wait(for: 2)
            await inbox.waitForWaiters(1)
            try await expectCancelled(work)
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("process gives back at once what is under way when its task is cancelled") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...3)
            let (begun, gate) = (Tally(), Gate())
            let work = Task {
                try await inbox.process(
                    lease: .seconds(30),
                    concurrency: 2,
                    retryDelay: .seconds(50)
                ) { _ in
                    begun.raise()
                    try await gate.pass()
                }
            }
            try await begun.wait(for: 2)
            try await expect(inbox.count(), is: 1)
            try await expectCancelled(work)
            try await expect(inbox.drain(), is: [1, 2, 3])
            try expect(begun.count, is: 2)
        },
        StoreCheck("a body that returns although it was cancelled has done its message") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...2)
            let begun = Tally()
            let work = Task {
                try await inbox.process(lease: .seconds(30)) { _ in
                    begun.raise()
                    while !Task.isCancelled { await Task.yield() }
                    for _ in 1...100 { await Task.yield() }
                }
            }
            try await begun.wait(for: 1)
            try await expectCancelled(work)
            try await expect(inbox.drain(), is: [2])
        },
        StoreCheck("process works on as many messages at once as it is told, on each once") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...6)
            let (begun, done, gate) = (Tally(), Tally(), Gate())
            let seen = Lock(Set<Int>())
            let work = Task {
                try await inbox.process(lease: .seconds(30), concurrency: 3) { message in
                    seen.withLock { _ = $0.insert(message) }
                    begun.raise()
                    try await gate.pass()
                    done.raise()
                }
            }
            try await begun.wait(for: 3)
            for _ in 1...100 { await Task.yield() }
            try expect(begun.count, is: 3)
            try await expect(inbox.count(), is: 3)
            gate.open()
            try await done.wait(for: 6)
            await inbox.waitForWaiters(3)
            try await expectCancelled(work)
            try expect(seen.withLock(\.self), is: [1, 2, 3, 4, 5, 6])
            try expect(begun.count, is: 6)
        },
    ]
}

private struct Failure: Error {}

/// Cancels a task, and expects that it ends for that reason.
private func expectCancelled(
    _ task: Task<Void, any Error>,
    fileID: String = #fileID,
    line: Int = #line
) async throws {
    task.cancel()
    do {
        try await task.value
    } catch is CancellationError {
        return
    }
    throw Mismatch(reason: "expected that a cancelled task throws", fileID: fileID, line: line)
}

/// How many turns of other tasks a check waits at most.
private let mostTurns = 200_000

extension Tally {
    /// Returns once it has come to `count`, and fails the check where it does not.
    fileprivate func wait(
        for count: Int,
        fileID: String = #fileID,
        line: Int = #line
    ) async throws {
        for _ in 0..<mostTurns where self.count < count { await Task.yield() }
        if self.count >= count { return }
        let reason = "expected a count of \(count), found \(self.count)"
        throw Mismatch(reason: reason, fileID: fileID, line: line)
    }
}

extension TrialTime {
    /// Returns once a task sleeps for that long from now on, and fails the check where none does.
    fileprivate func waitForSleeper(
        of duration: Duration,
        fileID: String = #fileID,
        line: Int = #line
    ) async throws {
        for _ in 0..<mostTurns {
            if clock.hasSleeper(of: duration, within: subject.resolution) { return }
            await Task.yield()
        }
        let reason = "expected that a task sleeps for \(duration)"
        throw Mismatch(reason: reason, fileID: fileID, line: line)
    }
}

extension ManualClock {
    fileprivate func hasSleeper(of duration: Duration, within tolerance: Duration) -> Bool {
        state.withLock { state in
            let wanted = state.now.advanced(by: duration)
            return state.sleepers.values.contains { sleeper in
                let difference = wanted.duration(to: sleeper.deadline)
                return difference >= .zero && difference <= tolerance
            }
        }
    }
}
