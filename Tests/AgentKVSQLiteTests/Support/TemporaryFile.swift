import Foundation

/// A place for a file that is removed, with what SQLite puts beside it, when this is let go.
final class TemporaryFile: Sendable {
    let path = newPath()

    deinit { Self.remove(path) }

    /// Returns the path of a file to be made, in a new folder of its own.
    static func newPath() -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "agentkv-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: "kv.sqlite").path
    }

    /// Removes the folder of such a file.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
    }
}
