internal import AgentKV
internal import Foundation

/// The lines of a file, read by one thread at a time.
final class LineReader: @unchecked Sendable {
    private static let newline = UInt8(ascii: "\n")

    private let path: String
    private let file: OpenFile
    /// What is read, and not handed out yet, from `start` on.
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(path: String) throws(StoreError) {
        self.path = path
        if path.utf8.contains(0) { throw .storage(.cannotOpen, reason: "the path contains U+0000") }
        do {
            file = try OpenFile(path, O_RDONLY, .reading)
        } catch {
            throw error.storeError(path)
        }
    }

    /// Returns the lines that come next, without their ends: at least one, unless that was all, and
    /// up to so many bytes beyond it.
    func next(bytes: Int) throws(StoreError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var count = 0
        while count < bytes, let line = try nextLine() {
            lines.append(line)
            count += line.count + 1
        }
        return lines
    }

    private func nextLine() throws(StoreError) -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: Self.newline) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            if isAtEnd { break }
            searched -= start
            buffer.removeFirst(start)
            start = 0
            try readOn()
        }
        if start == buffer.count { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
    }

    private func readOn() throws(StoreError) {
        do {
            let chunk = try file.read(upTo: 1 << 16)
            isAtEnd = chunk.isEmpty
            buffer += chunk
        } catch {
            throw error.storeError(path)
        }
    }
}
