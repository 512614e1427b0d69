import AgentKV
import CSQLite
import Foundation

/// The VFS of ``FaultyFiles``.
enum FaultyVFS {
    static let name = "agentkv-faulty"

    private struct Watched: Sendable {
        weak var files: FaultyFiles?
    }

    private static let watched = Lock<[String: Watched]>([:])

    static func watch(_ files: FaultyFiles) {
        watched.withLock { $0[files.folder.path] = Watched(files: files) }
    }

    static func forget(_ folder: String) {
        watched.withLock { $0[folder] = nil }
    }

    fileprivate static func files(at path: UnsafePointer<CChar>?) -> FaultyFiles? {
        guard let path else { return nil }
        let folder = (String(cString: path) as NSString).deletingLastPathComponent
        return watched.withLock { $0[folder]?.files }
    }

    static func register() { _ = registered }

    private static let registered: Void = {
        guard let usual = sqlite3_vfs_find(nil) else { return }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: usual.pointee)
        vfs.pointee.pNext = nil
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.pAppData = UnsafeMutableRawPointer(usual)
        vfs.pointee.szOsFile += Int32(FaultyFile.size)
        vfs.pointee.xOpen = { vfs, path, file, flags, outFlags in
            guard let vfs, let file else { return SQLITE_MISUSE }
            return FaultyFile.open(file, at: path, flags, outFlags, through: usualVFS(of: vfs))
        }
        vfs.pointee.xDelete = { usualVFS(of: $0).pointee.xDelete(usualVFS(of: $0), $1, $2) }
        vfs.pointee.xAccess = { usualVFS(of: $0).pointee.xAccess(usualVFS(of: $0), $1, $2, $3) }
        vfs.pointee.xFullPathname = {
            usualVFS(of: $0).pointee.xFullPathname(usualVFS(of: $0), $1, $2, $3)
        }
        sqlite3_vfs_register(vfs, 0)
    }()

    private static func usualVFS(
        of vfs: UnsafeMutablePointer<sqlite3_vfs>?
    ) -> UnsafeMutablePointer<sqlite3_vfs> {
        guard let vfs else { preconditionFailure("SQLite names the VFS") }
        return vfs.pointee.pAppData.assumingMemoryBound(to: sqlite3_vfs.self)
    }
}

/// A file of the VFS as it lies in memory; the usual VFS's file lies behind it.
struct FaultyFile {
    var base: sqlite3_file
    var files: Unmanaged<FaultyFiles>?
    var kind: Int32

    /// A multiple of what any file needs for its alignment.
    static let size = 64

    static func open(
        _ file: UnsafeMutablePointer<sqlite3_file>,
        at path: UnsafePointer<CChar>?,
        _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?,
        through vfs: UnsafeMutablePointer<sqlite3_vfs>
    ) -> Int32 {
        let kind: FaultyFiles.Kind =
            switch flags & 0x000F_FF00 {
            case SQLITE_OPEN_MAIN_DB: .database
            case SQLITE_OPEN_WAL: .log
            default: .other
            }
        let files = FaultyVFS.files(at: path)
        var flags = flags
        switch files?.ask(.open(kind)) {
        case nil: break
        case .fail(SQLITE_READONLY):
            flags = flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_READONLY
        case .fail(let code), .cutShort(let code):
            file.pointee.pMethods = nil
            return code
        case .lie:
            file.pointee.pMethods = nil
            return SQLITE_CANTOPEN
        }
        let usual = usualFile(of: file)
        usual.pointee.pMethods = nil
        let code = vfs.pointee.xOpen(vfs, path, usual, flags, outFlags)
        guard code == SQLITE_OK else {
            file.pointee.pMethods = nil
            return code
        }
        files?.noteOpen(kind, 1)
        UnsafeMutableRawPointer(file).initializeMemory(
            as: FaultyFile.self,
            to: FaultyFile(
                base: sqlite3_file(pMethods: methods),
                files: files.map(Unmanaged.passRetained),
                kind: kind.rawValue
            )
        )
        return SQLITE_OK
    }

    static func own(
        _ file: UnsafeMutablePointer<sqlite3_file>?
    ) -> UnsafeMutablePointer<FaultyFile> {
        guard let file else { preconditionFailure("SQLite names the file") }
        return UnsafeMutableRawPointer(file).assumingMemoryBound(to: FaultyFile.self)
    }

    static func usualFile(
        of file: UnsafeMutablePointer<sqlite3_file>?
    ) -> UnsafeMutablePointer<sqlite3_file> {
        (UnsafeMutableRawPointer(own(file)) + size).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// Asks whether an operation that is done or not goes on; the code to return if it does not.
    static func code(
        insteadOf file: UnsafeMutablePointer<sqlite3_file>?,
        _ operation: (FaultyFiles.Kind) -> FaultyFiles.Operation
    ) -> Int32? {
        switch ask(file, operation) {
        case nil: nil
        case .fail(let code), .cutShort(let code): code
        case .lie: SQLITE_OK
        }
    }

    /// Asks what happens instead of an operation on a file; nil if it goes on.
    static func ask(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ operation: (FaultyFiles.Kind) -> FaultyFiles.Operation
    ) -> FaultyFiles.Disturbance? {
        let own = own(file).pointee
        guard let files = own.files else { return nil }
        let kind = FaultyFiles.Kind(rawValue: own.kind) ?? .other
        return files.takeUnretainedValue().ask(operation(kind))
    }
}
