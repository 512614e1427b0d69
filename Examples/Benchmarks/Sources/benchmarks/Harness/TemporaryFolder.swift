import Foundation

/// A new folder for the files of one contender, removed when it is let go.
final class TemporaryFolder: Sendable {
    private let url: URL

    init() throws {
        url = Self.parent.appendingPathComponent("benchmarks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String {
        url.appendingPathComponent(name).path
    }

    /// The folder that all such folders are in: `TMPDIR` says which.
    private static var parent: URL { FileManager.default.temporaryDirectory }

    /// Where the files are, for the report: what a durable write costs depends on it.
    static var whereabouts: String {
        let folder = parent.resolvingSymlinksInPath().path
        guard let mounts = try? String(contentsOfFile: "/proc/mounts", encoding: .utf8) else {
            return folder
        }
        var (longest, kind) = ("", "")
        for line in mounts.split(separator: "\n") {
            // The device, where it is mounted, the type of the file system.
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count > 2, fields[1].count > longest.count else { continue }
            let inside = fields[1] == "/" ? "/" : fields[1] + "/"
            if "\(folder)/".hasPrefix(inside) { (longest, kind) = (fields[1], fields[2]) }
        }
        return kind.isEmpty ? folder : "\(folder) (\(kind))"
    }
}
