#if os(Linux)
import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// Closing a descriptor of a file gives up the locks that SQLite has on it.
@Suite struct OwnFileTests {
    /// How a path leads to a file of a database.
    enum Way: CaseIterable {
        case path, symbolicLink, hardLink, relative, log, index

        func path(to file: String, in folder: TemporaryFolder) throws -> String {
            switch self {
            case .path: return file
            case .log: return file + "-wal"
            case .index: return file + "-shm"
            case .symbolicLink:
                try FileManager.default.createSymbolicLink(
                    atPath: folder.file("soft"),
                    withDestinationPath: file
                )
                return folder.file("soft")
            case .hardLink:
                try FileManager.default.linkItem(atPath: file, toPath: folder.file("hard"))
                return folder.file("hard")
            case .relative:
                let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
                return String(repeating: "../", count: depth) + file.dropFirst()
            }
        }
    }

    /// A database that has been written to, and its locks as others meet them.
    private struct Scene {
        let folder: TemporaryFolder
        let path: String
        let database: SQLiteDatabase
        let locks: [ForeignLocks]

        init() async throws {
            folder = try TemporaryFolder()
            path = folder.file()
            database = try await SQLiteDatabase(path: path)
            try await database.store(instance: "a").set("a", to: 1)
            locks = [try ForeignLocks(path), try ForeignLocks(path + "-shm", .index)]
            try #require(areLocked)
        }

        var areLocked: Bool { locks.allSatisfy(\.areTaken) }
    }

    @Test(arguments: Way.allCases)
    func `a file of an open database is not imported, and its locks stay`(_ way: Way) async throws {
        let scene = try await Scene()
        let path = try way.path(to: scene.path, in: scene.folder)
        let others = [
            scene.database, try await SQLiteDatabase(path: scene.folder.file("other")),
            try await SQLiteDatabase.inMemory(),
        ]
        for database in others {
            let error = await expectProblem(.inUse) {
                try await database.importFile(path, into: "a", autoCreateInstance: true)
            }
            #expect(error?.reason.contains(path) == true)
            #expect(scene.areLocked)
        }
        for database in others { await database.close() }
        #expect(!scene.locks[0].areTaken)
    }

    @Test(arguments: [Way.log, .index, .hardLink])
    func `what belongs to an open database is not opened as another`(_ way: Way) async throws {
        let scene = try await Scene()
        let path = try way.path(to: scene.path, in: scene.folder)
        await expectProblem(.inUse) { try await SQLiteDatabase(path: path) }
        #expect(scene.areLocked)
        try await scene.database.store(instance: "a").set("a", to: 2)
        await scene.database.close()
    }

    @Test(arguments: [Way.path, .symbolicLink, .relative])
    func `a second database on the file takes no locks away, nor when it is closed`(
        _ way: Way
    ) async throws {
        let scene = try await Scene()
        let path = try way.path(to: scene.path, in: scene.folder)
        let second = try await SQLiteDatabase(path: path)
        #expect(try await second.store(instance: "a").get("a") == 1)
        await second.close()
        #expect(scene.areLocked)
        await scene.database.close()
    }

    @Test func `a file of an instance that is a link to the database is not read or written`()
        async throws
    {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.path)
        let instance = try await database.createInstance(name: "a")
        let path = try #require(database.path)
        let locks = try ForeignLocks(path)
        let instances = folder.file(".codebolt/kvstore/instances")
        for name in ["linked.json", ".instance.tmp"] {
            try FileManager.default.linkItem(atPath: path, toPath: "\(instances)/\(name)")
        }
        try await database.updateInstance(instance.id, description: "changed")
        #expect(try await database.checkIntegrity() == [])
        let second = try await SQLiteDatabase(project: folder.path)
        #expect(second.mirrorProblems.map(\.path) == ["\(instances)/linked.json"])
        #expect(locks.areTaken)
        await second.close()
        #expect(locks.areTaken)
        #expect(database.mirrorProblems.isEmpty)
        await database.close()
    }

    @Test func `a file that is being read when it is opened as a database keeps its locks`()
        async throws
    {
        let folder = try TemporaryFolder()
        try await SQLiteDatabase(path: folder.file()).close()
        var file: OpenFile? = try OpenFile(folder.file(), O_RDONLY, .reading)
        let database = try await SQLiteDatabase(path: folder.file())
        let locks = try ForeignLocks(folder.file())
        #expect(locks.areTaken)
        file = nil
        #expect(locks.areTaken)
        let identity = FileIdentity(of: folder.file())
        #expect(OpenDatabases.shared.contains(identity))
        await database.close()
        #expect(!OpenDatabases.shared.contains(identity))
        #expect(!locks.areTaken)
        _ = consume file
    }

    /// SQLite removes the log with the last connection, and the system gives its number to the next
    /// file that is made.
    @Test func `a log that SQLite is about to remove is not taken for that of an open database`()
        throws
    {
        let folder = try TemporaryFolder()
        for suffix in ["", "-wal", "-shm"] { try folder.write("", to: "test.sqlite" + suffix) }
        let companions = ["-wal", "-shm"].compactMap { FileIdentity(of: folder.file() + $0) }
        let databases = OpenDatabases()
        let first = try #require(try databases.add(folder.file()))
        databases.note(companions, of: first)
        #expect(companions.allSatisfy(databases.contains))
        databases.beginClosing(first, companions)
        #expect(!companions.contains(where: databases.contains))
        #expect(databases.contains(first))
        databases.endClosing(first)
        #expect(!databases.contains(first))
    }

    @Test func `closing and opening many at once counts each`() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    for round in 0..<5 {
                        let database = try await SQLiteDatabase(
                            path: folder.file(),
                            configuration: .patient
                        )
                        try await database.store(instance: "a").set("\(number) \(round)", to: 1)
                        await database.close()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(!OpenDatabases.shared.contains(FileIdentity(of: folder.file())))
        let database = try await SQLiteDatabase(path: folder.file())
        #expect(try await database.getRecordCount(instance: "a") == 40)
        await database.close()
    }
}
#endif
