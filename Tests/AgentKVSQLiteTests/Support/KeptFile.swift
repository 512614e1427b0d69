import AgentKV
import Foundation

@testable import AgentKVSQLite

/// A file of an open database that is read again and again, and closed with the database: to close it
/// before would take SQLite's locks away.
final class KeptFile: Sendable {
    private let path: String
    /// Negative until the file is there.
    private let descriptor = Lock<Int32>(-1)

    init(_ path: String) { self.path = path }

    deinit {
        let descriptor = descriptor.withLock { $0 }
        if descriptor >= 0 { OpenDatabases.shared.close(descriptor) }
    }

    /// All that is in it; nil while there is no such file.
    func contents() -> Data? {
        let file = descriptor.withLock { descriptor in
            if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
            return descriptor
        }
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0, status.st_nlink > 0 else { return nil }
        var data = Data(count: Int(status.st_size))
        let count = data.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        return count < 0 ? nil : data.prefix(count)
    }
}
