import Foundation

/// Walks a folder and what is below it, in the order of names, and hands out its files in pages.
///
/// Hidden entries, links and whatever is neither file nor folder are left out. The walk ends early
/// where there is too much to see.
struct FolderWalk {
    static let pageFiles = 50
    static let maximumFiles = 1_000
    static let maximumEntries = 20_000
    static let maximumBytes = 16 << 20

    static var bounds: String {
        "\(maximumFiles) files, \(maximumEntries) entries or \(maximumBytes >> 20) MiB"
    }

    private let folder: String
    /// Paths below the folder still to visit; the next one is the last.
    private var ahead: [String] = []
    private var visited = 0
    private var bytes = 0

    /// How many files were handed out.
    private(set) var found = 0
    /// How many entries were left out, the hidden ones aside.
    private(set) var skipped = 0
    /// Whether the walk ended early.
    private(set) var isCut = false

    init(_ folder: String) {
        self.folder = folder
        open("")
    }

    /// Returns the next files; nil when there are no more.
    mutating func nextPage() -> [FoundFile]? {
        var page: [FoundFile] = []
        while page.count < Self.pageFiles, let path = ahead.popLast() {
            guard found < Self.maximumFiles, visited < Self.maximumEntries,
                bytes < Self.maximumBytes
            else {
                isCut = true
                ahead = []
                break
            }
            visited += 1
            if let file = visit(path) { page.append(file) }
        }
        return page.isEmpty ? nil : page
    }

    /// Returns the entry if it is a file to report, and opens it if it is a folder.
    private mutating func visit(_ path: String) -> FoundFile? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
        switch attributes?[.type] as? FileAttributeType {
        case .typeDirectory:
            open(path)
            return nil
        case .typeRegular:
            let size = (attributes?[.size] as? Int) ?? 0
            if size > Content.maximumBytes {
                skipped += 1
                return nil
            }
            bytes += size
            found += 1
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return FoundFile(id: path, name: name, bytes: size)
        default:
            skipped += 1
            return nil
        }
    }

    private mutating func open(_ path: String) {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")
        guard let names else {
            skipped += 1
            return
        }
        let shown = names.filter { !$0.hasPrefix(".") }.sorted(by: >)
        ahead += shown.map { path.isEmpty ? $0 : "\(path)/\($0)" }
    }
}
