import AgentKVTesting
import Foundation

/// A process that does the part of one client; it ends with what holds it.
final class ClientProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let number: Int
    private var rest = Data()

    init(path: String, number: Int) throws {
        self.number = number
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["processes-client", "--file", path, "--number", "\(number)"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        // It ends when there is nothing more to read.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Lets it work on the history of a seed.
    func begin(_ seed: UInt64) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(seed)\n".utf8))
    }

    /// Waits for what it did.
    func record() throws -> LinearizabilityRecord {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(rest[..<end])
                rest = Data(rest[(end + 1)...])
                return try JSONDecoder().decode(LinearizabilityRecord.self, from: line)
            }
            let part = output.fileHandleForReading.availableData
            try require(!part.isEmpty, "the process of client \(number) has ended")
            rest += part
        }
    }
}
