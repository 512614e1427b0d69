internal import AgentKV
internal import Foundation

/// A file that is open to be written, from its beginning to its end, by one thread at a time.
final class FileWriter: Sendable {
    private let path: String
    private let file: OpenFile

    init(path: String) throws(StoreError) {
        self.path = path
        do {
            file = try OpenFile(path, O_WRONLY, .writing)
        } catch {
            throw error.storeError(path)
        }
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(StoreError) {
        do {
            try file.write(bytes)
        } catch {
            throw error.storeError(path)
        }
    }
}
