import AgentKV

/// What becomes of the messages that are lent.
extension InboxRun {
    mutating func acknowledge() async throws {
        guard !deliveries.isEmpty else { return }
        let held = random.pick(deliveries)
        calls.append("acknowledge \(words(held))")
        guard try await succeeds(held, { try await held.delivery.acknowledge() }) else { return }
        _ = model[held.key].endLoan(of: held.identity)
    }

    mutating func release() async throws {
        guard !deliveries.isEmpty else { return }
        let held = random.pick(deliveries)
        let delay = random.oneIn(2) ? duration() : .zero
        calls.append("release \(words(held)) after \(delay)")
        let isDone = try await succeeds(held) { try await held.delivery.release(after: delay) }
        guard isDone, var loan = model[held.key].endLoan(of: held.identity) else { return }
        if delay > .zero, !model[held.key].isDead(loan.message) {
            loan.holder = nil
            loan.end = model.now + delay
            model[held.key].lent.append(loan)
        } else {
            model.giveBack(loan, to: held.key)
        }
    }

    mutating func extend() async throws {
        guard !deliveries.isEmpty else { return }
        let held = random.pick(deliveries)
        let lease = duration()
        calls.append("extend \(words(held)) by \(lease)")
        guard try await succeeds(held, { try await held.delivery.extend(lease: lease) }),
            var loan = model[held.key].endLoan(of: held.identity)
        else { return }
        loan.end = model.now + lease
        model[held.key].lent.append(loan)
    }

    private func words(_ held: Held) -> String {
        let (message, attempt) = (held.delivery.message.id, held.delivery.attempt)
        return "\(message), number \(held.identity), attempt \(attempt), of \(held.key)"
    }

    /// Makes a call, which has to succeed if the delivery holds its message, and to be refused
    /// otherwise; returns whether it is held.
    ///
    /// What it is told whose message ended in the meantime is left open.
    private func succeeds(_ held: Held, _ call: () async throws -> Void) async throws -> Bool {
        let queue = model[held.key]
        let isHeld = queue.loan(of: held.identity, attempt: held.delivery.attempt) != nil
        let isOpen = queue.endedWhileLent.contains(held.identity)
        do {
            try await call()
            try expect(isHeld || isOpen, "the message is not held any more")
        } catch StoreError.notReserved {
            try expect(!isHeld, "the message is held")
        }
        return isHeld
    }
}
