import Foundation

/// The command line: `agent-runtime [--persist FILE]`.
struct Command {
    let file: String?

    static let help = """
        usage: agent-runtime [--persist FILE]

        A user uploads documents to a channel. A receptionist receives them and makes jobs of
        them, a planner asks a costly model once, and three workers read: one of them fails,
        and its job comes back. All of them meet in one store, whose changes are printed as
        they happen. At the end the run leaves nothing behind.

        With --persist the store is the SQLite database FILE, which is made if it is missing:
        a run that is killed goes on when it is started again.

          --persist FILE   keep the store in FILE
          -h, --help       show this

        exit status: 0, or 64 if the arguments are wrong, 70 if something fails, such as
        opening FILE
        """

    /// Runs `body` on what the arguments ask for, or ends the process with a message.
    static func perform(_ body: (Command) async throws -> Void) async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("-h", 1), ("--help", 1): say(help)
            case (nil, _): try await body(Command(file: nil))
            case ("--persist", 2): try await body(Command(file: arguments[1]))
            case ("--persist", _): fail(64, "--persist needs a file, and nothing else")
            default: fail(64, "unknown arguments; --help shows what there is")
            }
        } catch {
            fail(70, "\(error)")
        }
    }

    private static func fail(_ status: Int32, _ message: String) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data("agent-runtime: \(message)\n".utf8))
        exit(status)
    }
}

/// Prints a line at once, also where the output is no terminal.
func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
}
