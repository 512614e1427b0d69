import AgentKV

/// The passing of time, and what befalls the store.
extension InboxRun {
    /// Lets some time pass; returns whether the store has not been looked at since.
    mutating func passSome() async throws -> Bool {
        var time = random.oneIn(8) ? .milliseconds(500) : duration()
        // Often to the very moment at which something ends, or just before.
        if random.oneIn(3), let next = model.timeToNextEnd {
            time = random.oneIn(3) && next > .milliseconds(1) ? next - .milliseconds(1) : next
        }
        return try await pass(time)
    }

    /// Lets at most that time pass.
    ///
    /// Whoever calls next is the first to do so after that, unless the store does by itself what is due,
    /// or something is left open that has to be looked at.
    @discardableResult
    mutating func pass(_ most: Duration) async throws -> Bool {
        let time = model.span(within: most)
        calls.append("pass \(time)")
        subject.clock.advance(by: time)
        let isDelicate = model.pass(time).isDelicate
        guard subject.sweeps || isDelicate || random.oneIn(2) else { return true }
        try await compare()
        return false
    }

    mutating func befall() async throws {
        guard parts.contains(.accidents) else { return }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: try await restart()
        case 1: try await changeOutage()
        default: try await setDay()
        }
    }

    private mutating func restart() async throws {
        guard let restart = subject.restart else { return }
        if isOut { try await changeOutage() }
        let time = random.oneIn(2) ? model.span(within: duration()) : .zero
        calls.append("restart, which takes \(time)")
        // Who held a message does not any more.
        deliveries = []
        store = try await restart(store, time)
        model.pass(time)
    }

    private mutating func changeOutage() async throws {
        guard let setOutage = subject.setOutage else { return }
        isOut.toggle()
        calls.append(isOut ? "an outage begins" : "the outage ends")
        try await setOutage(isOut)
    }

    private mutating func setDay() async throws {
        guard let setDay = subject.setDay else { return }
        var time = model.span(within: duration())
        if random.oneIn(2) {
            // It goes on at 19 parts of 20 until the time of day has caught up.
            time = .milliseconds(950)
            guard model.span(within: time) == time else { return }
            calls.append("the time of day is set back for a while, \(time) are over")
            try await setDay(store, .milliseconds(-50))
        } else {
            calls.append("the time of day is set forward by \(time)")
            try await setDay(store, time)
        }
        model.pass(time)
    }
}
