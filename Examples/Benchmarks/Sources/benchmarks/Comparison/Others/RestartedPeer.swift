import Foundation
import Synchronization

/// A program of another language, begun anew after a job in which it has ended.
final class RestartedPeer: Sendable {
    let greeting: PeerProcess.Greeting
    private let script: URL
    private let current: Mutex<PeerProcess?>

    init(_ script: URL) throws {
        let process = try PeerProcess(script)
        greeting = process.greeting
        self.script = script
        current = Mutex(process)
    }

    /// A round of a job, in nanoseconds or bytes.
    func figure(for job: Job) throws -> Double {
        try current.withLock { current in
            let process = try current ?? PeerProcess(script)
            current = nil
            let figure = Result { try process.figure(for: job) }
            switch figure {
            case .success, .failure(is Competitor.NoSuchOperation): current = process
            case .failure: process.end()
            }
            return try figure.get()
        }
    }

    func end() { current.withLock { $0?.end() } }
}
