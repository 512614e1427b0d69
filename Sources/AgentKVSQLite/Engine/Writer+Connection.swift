internal import AgentKV
internal import Dispatch

/// Work on the writer's connection that is no transaction.
extension Writer {
    /// Runs `body` on the caller's thread if the connection is free; nil if not.
    ///
    /// For a database in memory, whose one connection also reads.
    func readNow<R>(_ body: (Connection) throws -> R) throws -> R? {
        if state.withLock({ $0.isClosed }) { throw StoreError.closed }
        return try connection.withLockIfAvailable { connection in
            try connection.orClosed().readNow(body)
        } ?? nil
    }

    /// Runs `body` on the writer's thread, between transactions.
    func withConnection<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> R
    ) async throws -> R {
        if state.withLock({ $0.isClosed }) { throw StoreError.closed }
        let body = SingleUse(body)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result {
                    try self.file?.check()
                    return try self.connection.withLock { connection in
                        try body.run(on: connection.orClosed())
                    }
                }
                continuation.resume(with: result)
            }
        }
    }

    /// Lets nobody in any more.
    func refuseOthers() {
        state.withLock { $0.close() }
    }

    /// Closes the connection once all that was asked for before has been done.
    func close() async {
        refuseOthers()
        await withCheckedContinuation { continuation in
            queue.async { self.closeWhenDone(continuation) }
        }
    }

    private func closeWhenDone(_ continuation: CheckedContinuation<Void, Never>) {
        while case let jobs = state.withLock({ $0.takeNext() }), !jobs.isEmpty { run(jobs) }
        connection.withLock { connection in
            connection?.close()
            connection = nil
        }
        continuation.resume()
    }
}

extension Connection? {
    /// The connection, if it has not been closed.
    func orClosed() throws(StoreError) -> Connection {
        guard let self else { throw .closed }
        return self
    }
}
