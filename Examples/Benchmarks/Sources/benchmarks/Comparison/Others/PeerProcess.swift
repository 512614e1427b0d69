import Foundation
import Synchronization

/// A program of another language that does jobs: a line asks for a round, a line of JSON answers.
final class PeerProcess: Sendable {
    /// What the program says first.
    struct Greeting: Decodable {
        let peer: String
        let version: String
        let language: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct Answer: Decodable {
        /// One for each round; none where there is no such operation.
        let nanoseconds: [Double]
    }

    let greeting: Greeting
    private let process: Process
    private let input: FileHandle
    private let output: LineSource

    init(_ script: URL) throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = script
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.process = process
        self.input = input.fileHandleForWriting
        self.output = LineSource(output.fileHandleForReading)
        guard let line = self.output.next() else {
            process.waitUntilExit()
            throw Failure(description: "it cannot be had here")
        }
        greeting = try JSONDecoder().decode(Greeting.self, from: Data(line.utf8))
    }

    /// A round of a job, in nanoseconds or bytes.
    ///
    /// - Throws: ``Competitor/NoSuchOperation``, and a failure where the program has ended.
    func figure(for job: Job) throws -> Double {
        try input.write(contentsOf: Data("\(job.words) rounds=1\n".utf8))
        guard let line = output.next() else { throw Failure(description: "it has ended") }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
        guard let figure = answer.nanoseconds.first else { throw Competitor.NoSuchOperation() }
        return figure
    }

    /// Ends the program, without waiting for it.
    ///
    /// To end what it reads would not do: programs that were begun later hold that open.
    func end() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}

/// The lines that a program prints, one after the other.
final class LineSource: Sendable {
    private let handle: FileHandle
    private let rest = Mutex(Data())

    init(_ handle: FileHandle) { self.handle = handle }

    /// Waits for the next line; nil when the program has ended.
    func next() -> String? {
        rest.withLock { rest in
            while true {
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest = Data(rest[(end + 1)...])
                    return line
                }
                let part = handle.availableData
                if part.isEmpty { return nil }
                rest += part
            }
        }
    }
}
