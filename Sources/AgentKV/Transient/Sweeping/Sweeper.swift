/// The task that sleeps until entries expire, and frees them.
///
/// It works in small steps, between which it lets go of the lock and yields: however many entries
/// fall due together, nobody waits for more than a step. It sleeps until a given moment, not for a
/// time, so that a clock which is moved meanwhile does not make it late.
struct Sweeper: Sendable {
    let table: SharedTable
    let time: StoreTime
    let bell: Bell

    /// How long it rests after it has freed something.
    ///
    /// Where entries expire all the time it so frees many each time it wakes.
    private static let rest = Duration.milliseconds(10)

    /// Works until the task is cancelled.
    func run() async {
        var restsUntil = Moment.start
        while !Task.isCancelled {
            let step = sweep(restsUntil)
            if step.freed > 0 { restsUntil = step.now.advanced(by: Self.rest) }
            switch step.next {
            case .again: await Task.yield()
            case .sleep(let moment): await sleep(until: max(moment, restsUntil))
            case .wait: await bell.wait()
            }
        }
    }

    private enum Next {
        case again
        case sleep(Moment)
        case wait
    }

    /// Frees some of what is due, and says what comes next.
    private func sweep(_ restsUntil: Moment) -> (freed: Int, now: Moment, next: Next) {
        // Released when this function returns, which is after the lock.
        var remains: [Remains] = []
        var now = Moment.start
        let next = table.lock.withLock { table -> Next in
            // What a closed store holds is going to be written down, or is of no interest.
            if table.isClosed { return .wait }
            table.settleQueues(now: time.now)
            let isDone = table.sweep(
                now: time.now,
                limit: TransientStore.step,
                work: TransientStore.step,
                remains: &remains
            )
            remains += table.spent
            table.spent = []
            // No call waits for what is freed here to be written down.
            _ = table.changes.takeWrite()
            now = table.latest
            return isDone ? sleep(over: &table, until: restsUntil) : .again
        }
        return (remains.count, now, next)
    }

    /// Asks the table to wake the sweeper where a deadline is sooner than it is going to look.
    private func sleep(over table: inout ExpiringTable, until restsUntil: Moment) -> Next {
        guard let due = table.nextDue else {
            table.wakesSweeperBefore = .end
            return .wait
        }
        // While it rests it need not be woken.
        table.wakesSweeperBefore = due > restsUntil ? due : .start
        return .sleep(due)
    }

    /// Returns when it is `moment`, when the bell is rung, or when the task is cancelled.
    private func sleep(until moment: Moment) async {
        await withTaskGroup { group in
            group.addTask { try? await time.sleep(until: moment) }
            group.addTask { await bell.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
