internal import AgentKV

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The lines of a file, read by one thread at a time.
final class LineReader: @unchecked Sendable {
    private static let newline = UInt8(ascii: "\n")

    private let path: String
    private let file: Int32
    /// What is read, and not handed out yet, from `start` on.
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(path: String) throws(StoreError) {
        self.path = path
        if path.utf8.contains(0) { throw .storage(.cannotOpen, reason: "the path contains U+0000") }
        file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { throw FileFailure("it cannot be read", errno).storeError(path) }
    }

    deinit { close(file) }

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
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileFailure("it cannot be read", errno).storeError(path) }
            isAtEnd = count == 0
            buffer += chunk[..<count]
            return
        }
    }
}
