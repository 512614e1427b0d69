import Foundation

/// A Redis server of our own on loopback, which ends with this object or with this process.
final class RedisServer: Sendable {
    let port: UInt16
    let version: String
    private let process: Process
    /// The server ends when nobody holds it any more.
    private let input: FileHandle
    private let folder: TemporaryFolder
    private let output: LineSource

    /// Starts it; `durable` says whether each write is on the disk before it is answered.
    init(durable: Bool) throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        folder = try TemporaryFolder()
        // A port that nobody else has: derived from the process, of which there is one.
        port = UInt16(20_000 + Int(getpid()) % 20_000 * 2 + (durable ? 1 : 0))
        process.executableURL = PeerScript.url(of: PeerScript.redis)
        process.arguments = [
            "--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder.path(""), "--save", "",
            "--appendonly", durable ? "yes" : "no", "--appendfsync", "always",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.process = process
        self.input = input.fileHandleForWriting
        self.output = LineSource(output.fileHandleForReading)
        while true {
            guard let line = self.output.next() else {
                process.waitUntilExit()
                throw PeerProcess.Failure(description: "it cannot be had here")
            }
            if line.contains("Ready to accept connections") { break }
        }
        guard case .text(let info) = try RedisConnection(port: port).ask("INFO", "server"),
            let line = info.split(whereSeparator: \.isNewline)
                .first(where: { $0.hasPrefix("redis_version:") })
        else { throw PeerProcess.Failure(description: "it does not say its version") }
        version = String(line.dropFirst("redis_version:".count))
    }

    deinit { end() }

    func connect(_ count: Int = 1) throws -> [RedisConnection] {
        try (0..<count).map { _ in try RedisConnection(port: port) }
    }

    func end() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
