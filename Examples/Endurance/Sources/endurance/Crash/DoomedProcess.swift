import Foundation

/// This program, started again to write until it is killed.
final class DoomedProcess: Sendable {
    private struct State {
        var isReady = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let process = Process()
    private let state = Locked(State())
    private let log: Task<Data, Never>

    /// Starts the program with these arguments.
    init(_ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let (state, handle) = (state, output.fileHandleForReading)
        log = Task {
            await withCheckedContinuation { continuation in
                // The thread that reads may block.
                DispatchQueue.global().async {
                    continuation.resume(returning: Self.read(handle, state))
                }
            }
        }
    }

    private static func read(_ handle: FileHandle, _ state: Locked<State>) -> Data {
        var log = Data()
        while case let part = handle.availableData, !part.isEmpty {
            log += part
            becomeReady(state)
        }
        becomeReady(state)
        return log
    }

    private static func becomeReady(_ state: Locked<State>) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isReady = true
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when the process has said something, or has ended.
    func waitUntilReady() async {
        await withCheckedContinuation { waiter in
            let isReady = state.withLock { state in
                if !state.isReady { state.waiter = waiter }
                return state.isReady
            }
            if isReady { waiter.resume() }
        }
    }

    /// Ends the process as a crash does, and returns what it has told.
    ///
    /// - Throws: ``Violation`` if it had ended by itself.
    func kill() async throws -> WriteLedger {
        Foundation.kill(process.processIdentifier, SIGKILL)
        let ledger = WriteLedger(await log.value)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.process.waitUntilExit()
                continuation.resume()
            }
        }
        if let problem = ledger.problems.first { throw Violation("a child says: \(problem)") }
        try require(
            process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL,
            "a child ended before it was killed, with status \(process.terminationStatus)"
        )
        return ledger
    }
}
