internal import AgentKV

/// Keeps all tasks that can go on, and lets one of them at a time, of its choice, go on for a step.
///
/// What it chooses follows from its seed alone: tasks are told apart by the order in which they were
/// made, and stand in that order, so that it does not matter in which one somebody woke them.
final class ScheduleExecutor: TaskExecutor {
    private struct Ready {
        let job: UnownedJob
        let task: Int
    }

    private struct State {
        var choices: ScheduleChoices
        var ready: [Ready] = []
        /// The numbers of the tasks, by what the runtime calls them.
        var numbers: [UInt64: Int] = [:]
        /// The task that is taking a step.
        var running = 0
        var order: [Int] = []
    }

    private let state: Lock<State>

    init(seed: UInt64) {
        state = Lock(State(choices: ScheduleChoices(seed: seed)))
    }

    /// The numbers of the tasks that took a step, in order.
    var order: [Int] { state.withLock { $0.order } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let name = Self.name(of: job)
        state.withLock { state in
            var task = state.running
            // What is no task goes on for the one that is taking a step.
            if let name {
                task = state.numbers[name] ?? state.numbers.count
                state.numbers[name] = task
            }
            let place = state.ready.lastIndex { $0.task <= task }.map { $0 + 1 } ?? 0
            state.ready.insert(Ready(job: job, task: task), at: place)
        }
    }

    /// Lets a task take a step; false if none can.
    func step() -> Bool {
        let next = state.withLock { state -> UnownedJob? in
            if state.ready.isEmpty { return nil }
            let place = state.choices.place(among: state.ready.map(\.task))
            let next = state.ready.remove(at: place)
            state.running = next.task
            state.order.append(next.task)
            return next.job
        }
        guard let next else { return false }
        next.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }

    /// The number that the runtime gives a task when it is made; nil for what is no task.
    ///
    /// It tells it nowhere but in the description of a job.
    private static func name(of job: UnownedJob) -> UInt64? {
        var name: UInt64?
        for byte in job.description.utf8 where (48...57).contains(byte) {
            name = (name ?? 0) &* 10 &+ UInt64(byte - 48)
        }
        return name
    }
}
