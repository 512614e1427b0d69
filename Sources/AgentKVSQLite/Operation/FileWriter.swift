internal import AgentKV

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file that is open to be written, from its beginning to its end, by one thread at a time.
final class FileWriter: Sendable {
    private let path: String
    private let file: Int32

    init(path: String) throws(StoreError) {
        self.path = path
        file = open(path, O_WRONLY | O_CLOEXEC)
        if file < 0 { throw FileFailure("it cannot be written", errno).storeError(path) }
    }

    deinit { close(file) }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            #else
            let count = rest.withUnsafeBytes { Darwin.write(file, $0.baseAddress, $0.count) }
            #endif
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileFailure("it cannot be written", errno).storeError(path) }
            rest = rest.dropFirst(count)
        }
    }
}
