import Foundation

/// This program, started again to measure one round of one contender in a fresh process.
struct ChildProcess: Sendable {
    /// The hidden option that makes a process such a child; the subject's title and the
    /// contender's name follow.
    static let option = "--child"

    /// The options of this run that the child has to share.
    let sharedOptions: [String]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The figure that the child prints.
    func figure(of contender: String, in title: String) throws -> Double {
        let process = Process()
        let output = Pipe()
        process.executableURL = Bundle.main.executableURL
        process.arguments = sharedOptions + [Self.option, title, contender]
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        guard process.terminationStatus == 0, let figure = Double(text) else {
            throw Failure(description: "\(contender) in \"\(title)\": the child process failed")
        }
        return figure
    }

    /// What the child does: one round, its figure on standard output.
    static func run(_ contender: String, of title: String, in subjects: [Subject]) async throws {
        let subject = subjects.first { $0.title == title }
        guard let contender = subject?.contenders.first(where: { $0.name == contender }) else {
            throw Failure(description: "no contender \(contender) in \"\(title)\"")
        }
        let figure = try await contender.prepare()()
        print(figure, terminator: "")
    }
}
