import Foundation
import Testing

/// The program itself, over a project of its own.
final class ServerProcess: Sendable {
    let port: Int
    private let identifier: Int32
    private let folder: URL
    private let ends: AsyncStream<Int32>

    /// Starts the program with these options, and returns once it listens.
    init(_ options: [String] = [], environment: [String: String] = [:]) async throws {
        let launch = try Launch(options, environment)
        let output = Pipe()
        launch.process.standardOutput = output
        try launch.process.run()
        var said = ""
        var port: Int?
        while port == nil {
            let more = await output.fileHandleForReading.read(\.availableData)
            if more.isEmpty { break }
            said += String(decoding: more, as: UTF8.self)
            port = said.firstMatch(of: /http:\/\/[^\s:]+:(\d+)\//).flatMap { Int($0.1) }
        }
        (ends, folder) = (launch.ends, launch.folder)
        identifier = launch.process.processIdentifier
        self.port = try #require(port, "\(said)")
    }

    /// Starts the program with options that it refuses, and returns what it says of them.
    static func refusal(
        _ options: [String],
        environment: [String: String] = [:]
    ) async throws -> (status: Int32?, said: String) {
        let launch = try Launch(options, environment)
        let errors = Pipe()
        launch.process.standardError = errors
        try launch.process.run()
        let said = await errors.fileHandleForReading.read { $0.readDataToEndOfFile() }
        let status = await launch.ends.first { _ in true }
        return (status, String(decoding: said, as: UTF8.self))
    }

    /// The program before it is started.
    private struct Launch {
        let process = Process()
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "agentkv-server-\(UUID().uuidString)")
        let ends: AsyncStream<Int32>

        init(_ options: [String], _ environment: [String: String]) throws {
            process.executableURL = try ServerProcess.program()
            process.arguments =
                [
                    "--port", "0", "--project", folder.path, "--log-level", "error",
                ] + options
            var variables = ProcessInfo.processInfo.environment
            variables["AGENTKV_TOKEN"] = nil
            process.environment = variables.merging(environment) { _, given in given }
            let (ends, end) = AsyncStream.makeStream(of: Int32.self)
            process.terminationHandler = { ended in
                end.yield(ended.terminationReason == .exit ? ended.terminationStatus : -1)
                end.finish()
            }
            self.ends = ends
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func send(_ signal: Int32) { kill(identifier, signal) }

    /// Waits for the end, and returns the code of it; -1 where a signal has ended the program.
    func end() async -> Int32? { await ends.first { _ in true } }

    /// The program that was built beside the tests.
    private static func program() throws -> URL {
        var folder = Bundle.main.bundleURL
        while folder.path != "/" {
            let program = folder.appending(path: "agentkv-server")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            folder.deleteLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }
}

extension FileHandle {
    /// Reads on a thread that may block.
    fileprivate func read(_ body: @escaping @Sendable (FileHandle) -> Data) async -> Data {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body(self)) }
        }
    }
}
