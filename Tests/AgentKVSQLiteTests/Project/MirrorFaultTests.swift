import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct MirrorFaultTests {
    private static let instances = ".codebolt/kvstore/instances"

    private static func file(_ id: String) -> String {
        "\(instances)/\(InstanceFile.name(ofInstance: id))"
    }

    @Test func `a broken or foreign file is left alone, told of, and keeps nothing from opening`()
        async throws
    {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(project: folder.path)
        let instance = try await first.createInstance(name: "a")
        await first.close()
        let broken = [
            Self.file(instance.id): #"{"id":"#, Self.file("x"): " ", Self.file("y"): "[]",
            Self.file("z"): #"{"id":"other","name":"n"}"#,
        ]
        for (name, text) in broken { try folder.write(text, to: name) }
        try folder.write("not ours", to: "\(Self.instances)/README.md")
        try folder.write("{", to: "\(Self.instances)/.hidden.json")
        try FileManager.default.createDirectory(
            atPath: folder.file("\(Self.instances)/folder.json"),
            withIntermediateDirectories: true
        )
        #expect(mkfifo(folder.file("\(Self.instances)/pipe.json"), 0o600) == 0)
        symlink("/nowhere", folder.file("\(Self.instances)/link.json"))
        let database = try await SQLiteDatabase(project: folder.path)
        #expect(try await database.listInstances().map(\.id) == [instance.id])
        for (name, text) in broken { #expect(try folder.text(name) == text) }
        let problems = database.mirrorProblems
        let paths = (broken.keys + ["folder", "pipe"].map { "\(Self.instances)/\($0).json" })
            .map(folder.file).sorted()
        #expect(problems.map(\.path) == paths)
        #expect(problems.allSatisfy { !$0.reason.isEmpty })
        // The next change writes the file.
        try await database.updateInstance("a", description: "d")
        #expect(database.mirrorProblems.count == problems.count - 1)
        #expect(try folder.text(Self.file(instance.id)).contains(#""d""#))
    }

    @Test func `a call that has committed does not fail because of its file`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.path)
        let kept = try await database.createInstance(name: "kept")
        // Where the file is to be there is a folder with something in it.
        try FileManager.default.removeItem(atPath: folder.file(Self.file(kept.id)))
        try FileManager.default.createDirectory(
            atPath: folder.file("\(Self.file(kept.id))/x"),
            withIntermediateDirectories: true
        )
        let updated = try await database.updateInstance(kept.id, name: "renamed")
        #expect(updated.name == "renamed")
        #expect(database.mirrorProblems.map(\.path) == [folder.file(Self.file(kept.id))])
        let error = await expectProblem(.cannotOpen) {
            try await database.deleteInstance("renamed")
        }
        #expect(error?.reason.contains("cannot be removed") == true)
        #expect(try await database.getInstance("renamed")?.id == kept.id)
        await database.close()
        try FileManager.default.removeItem(atPath: folder.file(Self.file(kept.id)))
        let again = try await SQLiteDatabase(project: folder.path)
        #expect(again.mirrorProblems == [])
        #expect(try folder.text(Self.file(kept.id)).contains(#""renamed""#))
        #expect(try await again.deleteInstance("renamed"))
    }

    @Test func `a call does not fail because the folder of the files is gone`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.path)
        try FileManager.default.removeItem(atPath: folder.file(Self.instances))
        let instance = try await database.createInstance(name: "a")
        #expect(database.mirrorProblems.map(\.path) == [folder.file(Self.file(instance.id))])
        await database.close()
        let again = try await SQLiteDatabase(project: folder.path)
        #expect(again.mirrorProblems == [])
        #expect(folder.exists(Self.file(instance.id)))
    }

    @Test func `a file is gone before a deletion commits, and back when that fails`() async throws {
        let files = try FaultyFiles()
        let mirrored = files.folder.file("mirrored")
        try FileManager.default.createDirectory(
            atPath: mirrored,
            withIntermediateDirectories: true
        )
        let mirror = InstanceMirror(folder: mirrored, SQLiteDatabase.Configuration())
        var configuration = SQLiteDatabase.Configuration()
        configuration.vfs = FaultyVFS.name
        let opened = try OpenedDatabase(
            DatabaseFile(files.folder.file()),
            configuration,
            mirror: mirror
        )
        let database = SQLiteDatabase(opened, configuration: configuration)
        let instance = try await database.createInstance(name: "a")
        let name = "mirrored/\(InstanceFile.name(ofInstance: instance.id))"
        let text = try files.folder.text(name)
        let wasThere = Lock<Bool?>(nil)
        files.intercept { operation in
            guard operation == .sync(.log) else { return SQLITE_OK }
            wasThere.withLock { $0 = files.folder.exists(name) }
            return SQLITE_IOERR
        }
        await expectProblem(.failed) { try await database.deleteInstance("a") }
        #expect(wasThere.withLock { $0 } == false)
        #expect(try files.folder.text(name) == text)
        files.recover()
        #expect(try await database.deleteInstance("a"))
        #expect(!files.folder.exists(name))
    }

    @Test func `a file that was removed by a deletion that did not commit comes back`()
        async throws
    {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.path)
        let instance = try await database.createInstance(name: "a")
        struct Undone: Error {}
        await #expect(throws: Undone.self) {
            try await database.write { session in
                _ = try session.deleteInstance("a")
                throw Undone()
            }
        }
        #expect(folder.exists(Self.file(instance.id)))
    }

    @Test func `a folder that cannot be made is told of`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        for path in ["", "a\0b", folder.file("file"), folder.file("file/below")] {
            await expectProblem(.cannotOpen) { try await SQLiteDatabase(project: path) }
        }
    }

    @Test func `several that open, change and delete at once leave files that are the rows`()
        async throws
    {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let database = try await SQLiteDatabase(
                        project: folder.path,
                        configuration: .patient
                    )
                    for round in 0..<8 {
                        let shared = try await database.ensureInstance("shared")
                        try await database.updateInstance(
                            shared.id,
                            description: "\(number)/\(round)"
                        )
                        let own = try await database.createInstance(name: "\(number)-\(round)")
                        if round.isMultiple(of: 2) { _ = try await database.deleteInstance(own.id) }
                    }
                    #expect(database.mirrorProblems == [])
                    await database.close()
                }
            }
            try await group.waitForAll()
        }
        let path = folder.file(".codebolt/db/project.db")
        let plain = try await SQLiteDatabase(path: path)
        let rows = try await plain.withWriter { try $0.allMetadata() }
        await plain.close()
        #expect(rows.count == 1 + 6 * 4)
        #expect(try folder.names(in: Self.instances) == rows.keys.sorted())
        for (name, row) in rows {
            let text = try folder.text("\(Self.instances)/\(name)")
            #expect(try text == InstanceFile.text(of: row, over: nil))
        }
    }
}
