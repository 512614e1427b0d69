internal import AgentKV
internal import Dispatch

/// The connections that only read.
///
/// A short read takes an idle one on its caller's thread. Whatever may take long, or finds none
/// idle, becomes a job on the pool's own threads; jobs wait in order for a connection.
final class ReaderPool: Sendable {
    /// Does its work, and returns what tells the caller: that is for when the connection is back.
    private typealias Job = @Sendable (Result<Connection, any Error>) -> @Sendable () -> Void

    private struct State {
        var idle: [Connection] = []
        /// Idle or in use.
        var opened = 0
        var waiting = Queue<Job>()
        var isClosed = false
        /// Why nothing more is read, while it is not closed.
        var loss: StoreError?
        /// Called once the last connection is back.
        var whenClosed: (@Sendable () -> Void)?

        /// What new reads are refused with; nil if they are not.
        var refusal: StoreError? { isClosed ? .closed : loss }
    }

    private let state = Lock(State())
    private let threads = DispatchQueue(label: "AgentKV.readers", attributes: .concurrent)
    private let maximum: Int
    private let busyTimeout: Int32
    private let open: @Sendable () throws -> Connection

    /// Creates a pool of up to `maximum` connections, each made when it is first needed.
    init(
        maximum: Int,
        busyTimeout: Int32,
        open: @escaping @Sendable () throws -> Connection
    ) {
        self.maximum = maximum
        self.busyTimeout = busyTimeout
        self.open = open
    }

    /// Opens the first connection, so that first reads need not wait for it.
    func prepare() throws {
        let connection = try open()
        state.withLock {
            $0.opened += 1
            $0.idle.append(connection)
        }
    }

    /// Runs `body` on the caller's thread; nil if that would have to wait.
    func readNow<R>(_ body: (Connection) throws -> R) throws -> R? {
        let taken = try state.withLock { state throws(StoreError) in
            if let refusal = state.refusal { throw refusal }
            return state.idle.popLast()
        }
        guard let connection = taken else { return nil }
        defer { giveBack(connection) }
        return try connection.readNow(body)
    }

    /// Runs `body` on a thread of the pool, once there is a connection.
    func read<R: Sendable>(_ body: @escaping @Sendable (Connection) throws -> R) async throws -> R {
        let body = SingleUse(body)
        return try await withCheckedThrowingContinuation { continuation in
            submit { connection in
                let result = Result { try body.run(on: connection.get()) }
                return { continuation.resume(with: result) }
            }
        }
    }

    private func submit(_ job: @escaping Job) {
        enum Step {
            case run(Connection)
            case open, wait
            case refuse(StoreError)
        }
        let step = state.withLock { state -> Step in
            if let refusal = state.refusal { return .refuse(refusal) }
            if let connection = state.idle.popLast() { return .run(connection) }
            if state.opened < maximum {
                state.opened += 1
                return .open
            }
            state.waiting.append(job)
            return .wait
        }
        switch step {
        case .run(let connection): run(job, on: connection)
        case .open: threads.async { self.runOnNewConnection(job) }
        case .wait: break
        case .refuse(let error): job(.failure(error))()
        }
    }

    private func run(_ job: @escaping Job, on connection: Connection) {
        threads.async {
            connection.setBusyTimeout(self.busyTimeout)
            let tellCaller = job(.success(connection))
            connection.setBusyTimeout(0)
            self.giveBack(connection)
            tellCaller()
        }
    }

    private func runOnNewConnection(_ job: @escaping Job) {
        do {
            run(job, on: try open())
        } catch {
            state.withLock { $0.opened -= 1 }
            job(.failure(error))()
            finishIfIdle()
        }
    }

    private func giveBack(_ connection: Connection) {
        let next = state.withLock { state -> Job? in
            if let job = state.waiting.popFirst() { return job }
            state.idle.append(connection)
            return nil
        }
        if let next { run(next, on: connection) } else { finishIfIdle() }
    }

    /// Fails all reads from now on with `error`; those that are asked for already go on.
    func refuse(_ error: StoreError) {
        state.withLock { $0.loss = error }
    }

    /// Closes the connections once all that was asked for before has been done.
    func close() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                let others = state.whenClosed
                state.isClosed = true
                state.whenClosed = {
                    others?()
                    continuation.resume()
                }
            }
            finishIfIdle()
        }
    }

    private func finishIfIdle() {
        let finished = state.withLock {
            state -> (connections: [Connection], call: @Sendable () -> Void)? in
            guard state.isClosed, state.idle.count == state.opened, let call = state.whenClosed
            else { return nil }
            let connections = state.idle
            state.idle = []
            state.opened = 0
            state.whenClosed = nil
            return (connections, call)
        }
        guard let finished else { return }
        threads.async {
            for connection in finished.connections { connection.close() }
            finished.call()
        }
    }

    deinit {
        // Closing a connection may write to the file: not on the thread that let go of the pool.
        let connections = state.withLock { $0.idle }
        threads.async { withExtendedLifetime(connections) {} }
    }
}
