import AgentKV
import CSQLite

@testable import AgentKVSQLite

/// The files of a folder, which fail when they are told to.
///
/// SQLite reaches them through a VFS that hands everything on to the usual one, and asks before.
final class FaultyFiles: Sendable {
    enum Kind: Int32, Sendable { case database, log, other }

    enum Operation: Hashable, Sendable {
        case open(Kind)
        case read(Kind)
        case write(Kind)
        case sync(Kind)
        case truncate(Kind)
        case close(Kind)
        /// A lock that somebody else has.
        case refusedLock
    }

    /// What happens instead of an operation.
    enum Disturbance: Hashable, Sendable {
        /// It fails with that code, and nothing is done.
        case fail(Int32)
        /// Half of it is done, and it fails with that code; a read fills the rest with zeros.
        case cutShort(Int32)
        /// It succeeds, and nothing is done; a read finds zeros.
        case lie
    }

    /// Returns `SQLITE_OK` for what goes on, or the code of a failure.
    typealias Interception = @Sendable (Operation) -> Int32
    /// Returns nil for what goes on.
    typealias Disturbing = @Sendable (Operation) -> Disturbance?

    let folder: TemporaryFolder
    private let disturbing = Lock<Disturbing?>(nil)
    private let openFiles = Lock<[Kind: Int]>([:])

    init() throws {
        folder = try TemporaryFolder()
        FaultyVFS.register()
        FaultyVFS.watch(self)
    }

    deinit { FaultyVFS.forget(folder.path) }

    /// Opens a database in the folder.
    func open(
        _ name: String = "test.sqlite",
        _ configuration: SQLiteDatabase.Configuration = SQLiteDatabase.Configuration()
    ) async throws -> SQLiteDatabase {
        var configuration = configuration
        configuration.vfs = FaultyVFS.name
        return try await SQLiteDatabase(path: folder.file(name), configuration: configuration)
    }

    /// Asks `interception` before each operation from now on.
    func intercept(_ interception: @escaping Interception) {
        disturb { operation in
            let code = interception(operation)
            return code == SQLITE_OK ? nil : .fail(code)
        }
    }

    /// Asks `disturbing` before each operation from now on.
    func disturb(_ disturbing: @escaping Disturbing) {
        self.disturbing.withLock { $0 = disturbing }
    }

    /// Makes operations like these fail from now on.
    func fail(_ operations: Set<Operation>, with code: Int32) {
        intercept { operations.contains($0) ? code : SQLITE_OK }
    }

    /// Lets everything go on again.
    func recover() {
        disturbing.withLock { $0 = nil }
    }

    func ask(_ operation: Operation) -> Disturbance? {
        disturbing.withLock { $0 }?(operation)
    }

    /// How many files of a kind are open.
    func countOpen(_ kind: Kind) -> Int { openFiles.withLock { $0[kind] ?? 0 } }

    func noteOpen(_ kind: Kind, _ change: Int) {
        openFiles.withLock { $0[kind, default: 0] += change }
    }
}
