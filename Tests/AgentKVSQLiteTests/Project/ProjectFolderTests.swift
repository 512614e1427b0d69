import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ProjectFolderTests {
    private static let instances = ".codebolt/kvstore/instances"

    private static func file(_ id: String) -> String {
        "\(instances)/\(InstanceFile.name(ofInstance: id))"
    }

    @Test func `a project has the layout of seed 004, and its folders are made`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.file("new/project"))
        let instance = try await database.createInstance(name: "agents", description: "state")
        #expect(folder.exists("new/project/.codebolt/db/project.db"))
        let text = try folder.text("new/project/\(Self.file(instance.id))")
        #expect(
            try JSONValue(parsing: text) == [
                "id": .string(instance.id), "name": "agents", "description": "state",
                "createdAt": .string(ISO8601.text(milliseconds: instance.createdAt.milliseconds)),
                "updatedAt": .string(ISO8601.text(milliseconds: instance.updatedAt.milliseconds)),
            ]
        )
        #expect(database.mirrorProblems == [])
    }

    @Test func `the file is there when a call returns, and follows the instance`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let database = try await SQLiteDatabase(
            project: folder.path,
            configuration: .at(clock)
        )
        let made = try await database.ensureInstance("a")
        #expect(folder.exists(Self.file(made.id)))
        clock.advance(by: .seconds(1))
        let updated = try await database.updateInstance("a", name: "b", description: "is b")
        let object = try JSONValue(parsing: folder.text(Self.file(made.id)))
        #expect(object["name"] == "b")
        #expect(object["description"] == "is b")
        #expect(
            object["updatedAt"]
                == .string(ISO8601.text(milliseconds: updated.updatedAt.milliseconds))
        )
        let record = try await database.set(
            "k",
            to: 1,
            instance: "by set",
            namespace: "n",
            autoCreateInstance: true
        )
        #expect(folder.exists(Self.file(record.instanceID)))
        let store = try await database.store(instance: "by store")
        #expect(folder.exists(Self.file(store.instanceID)))
        #expect(try await database.deleteInstance("b"))
        #expect(!folder.exists(Self.file(made.id)))
        #expect(try folder.names(in: Self.instances).count == 2, "nothing else is left there")
    }

    @Test func `a missing file is written again when the project is opened`() async throws {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(project: folder.path)
        let instance = try await first.createInstance(name: "a")
        await first.close()
        let text = try folder.text(Self.file(instance.id))
        try FileManager.default.removeItem(atPath: folder.file(Self.file(instance.id)))
        let second = try await SQLiteDatabase(project: folder.path)
        #expect(try folder.text(Self.file(instance.id)) == text)
        #expect(try await second.listInstances().map(\.id) == [instance.id])
    }

    @Test func `a file without a row is an instance from then on`() async throws {
        let folder = try TemporaryFolder()
        try await SQLiteDatabase(project: folder.path).close()
        try folder.write(
            #"{"id":"x1","name":"same","createdAt":"2024-01-19T10:00:00.250Z","updatedAt":1800000000000,"color":"red"}"#,
            to: Self.file("x1")
        )
        try folder.write(
            #"{"id":"x0","name":"same","description":"younger","createdAt":1800000000000}"#,
            to: Self.file("x0")
        )
        let database = try await SQLiteDatabase(project: folder.path)
        let old = try #require(try await database.getInstance("x1"))
        #expect(old.name == "same")
        #expect(old.description == nil)
        #expect(old.createdAt.milliseconds == 1_705_658_400_250)
        #expect(old.updatedAt.milliseconds == 1_800_000_000_000)
        let young = try #require(try await database.getInstance("x0"))
        #expect(young.name == "same")
        #expect(young.description == "younger")
        #expect(try await database.getInstance("same")?.id == "x1", "the oldest of a name")
        await #expect(throws: StoreError.self) { try await database.createInstance(name: "same") }
        #expect(try JSONValue(parsing: folder.text(Self.file("x1")))["color"] == "red")
        #expect(database.mirrorProblems == [])
    }

    @Test func `records of seed 004 find the names of their instances in the files`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file(".codebolt/db"),
            withIntermediateDirectories: true
        )
        try FileManager.default.createDirectory(
            atPath: folder.file(Self.instances),
            withIntermediateDirectories: true
        )
        try SeedDatabase.make(
            at: folder.file(".codebolt/db/project.db"),
            "('named', 'n', 'k', '1', 1), ('unnamed', 'n', 'k', '2', 1)"
        )
        try folder.write(
            #"{"id":"named","name":"the name","createdAt":5,"updatedAt":6}"#,
            to: Self.file("named")
        )
        let database = try await SQLiteDatabase(project: folder.path)
        #expect(try await database.getInstance("the name")?.id == "named")
        #expect(try await database.getInstance("the name")?.recordCount == 1)
        #expect(try await database.getInstance("unnamed")?.name == "unnamed")
        #expect(folder.exists(Self.file("unnamed")))
        // What others add while we are open is known by its id until the next opening.
        try await database.execute(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            VALUES ('later', 'n', 'k', '3', 7)
            """
        )
        try folder.write(
            #"{"id":"later","name":"its name","createdAt":1}"#,
            to: Self.file("later")
        )
        await database.close()
        let again = try await SQLiteDatabase(project: folder.path)
        #expect(try await again.getInstance("its name")?.id == "later")
        #expect(try await again.getInstance("its name")?.createdAt.milliseconds == 1)
    }

    @Test func `of a file and a row that differ the later one counts`() async throws {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(project: folder.path)
        let older = try await first.createInstance(name: "older file")
        let newer = try await first.createInstance(name: "newer file")
        await first.close()
        try folder.write(
            #"{"id":"\#(older.id)","name":"x","createdAt":1,"updatedAt":1}"#,
            to: Self.file(older.id)
        )
        try folder.write(
            #"{"id":"\#(newer.id)","name":"renamed","createdAt":1,"updatedAt":9000000000000}"#,
            to: Self.file(newer.id)
        )
        let second = try await SQLiteDatabase(project: folder.path)
        #expect(try await second.getInstance(older.id) == older)
        #expect(try JSONValue(parsing: folder.text(Self.file(older.id)))["name"] == "older file")
        let renamed = try #require(try await second.getInstance("renamed"))
        #expect(renamed.id == newer.id)
        #expect(renamed.createdAt == newer.createdAt)
    }

    @Test(arguments: ["../../escape", "a/b", "", "..", "a\0b", "é", "e\u{301}", "%2F"])
    func `an id that is no file name stays inside the folder`(_ id: String) async throws {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(project: folder.path)
        try await first.withWriter { connection in
            let insert = try connection.prepare(
                """
                INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
                VALUES (?1, 'n', 'k', '1', 1)
                """
            )
            try insert.bind([.text(id)])
            try insert.run()
        }
        await first.close()
        let second = try await SQLiteDatabase(project: folder.path)
        #expect(try folder.names(in: Self.instances) == [InstanceFile.name(ofInstance: id)])
        #expect(try folder.names() == [".codebolt"])
        let object = try JSONValue(parsing: folder.text(Self.file(id)))
        #expect(object["id"] == .string(id))
        #expect(try await second.getInstance(id)?.recordCount == 1)
        #expect(try await second.deleteInstance(id))
        #expect(try folder.names(in: Self.instances) == [])
    }

    @Test func `a database in a project is opened by its path too, and has no files then`()
        async throws
    {
        let folder = try TemporaryFolder()
        try await SQLiteDatabase(project: folder.path).close()
        let database = try await SQLiteDatabase(
            path: folder.file(".codebolt/db/project.db")
        )
        let instance = try await database.createInstance(name: "a")
        #expect(database.mirrorProblems == [])
        await database.close()
        #expect(try folder.names(in: Self.instances) == [])
        let project = try await SQLiteDatabase(project: folder.path)
        #expect(folder.exists(Self.file(instance.id)))
        await project.close()
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }
}
