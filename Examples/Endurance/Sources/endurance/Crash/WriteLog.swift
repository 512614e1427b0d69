import Foundation

/// Tells the parent what a child has begun to write and what was acknowledged to it.
///
/// A line is one write to the pipe, without a buffer in between: what was told before the process is
/// killed has been told. Lines are so short that those of several tasks do not mix.
struct WriteLog: Sendable {
    enum Mark: String {
        case ready = "!"
        case begun = "+"
        case acknowledged = "="
        case problem = "?"
    }

    /// Says that the stores are open.
    func ready() { tell("\(Mark.ready.rawValue) ready 0") }

    func begin(_ title: String, _ number: Int) {
        tell("\(Mark.begun.rawValue) \(title) \(number)")
    }

    func acknowledge(_ title: String, _ number: Int) {
        tell("\(Mark.acknowledged.rawValue) \(title) \(number)")
    }

    /// Tells of something that must not happen.
    func problem(_ error: any Error) {
        let line = "\(error)".replacing("\n", with: " ").prefix(2_000)
        tell("\(Mark.problem.rawValue) \(line)")
    }

    private func tell(_ line: String) {
        var bytes = Array(line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        let written = write(STDOUT_FILENO, bytes, bytes.count)
        // The parent is gone: there is nobody to write for.
        if written != bytes.count { exit(2) }
    }
}
