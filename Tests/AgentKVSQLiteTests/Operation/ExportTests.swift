import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ExportTests {
    @Test(arguments: [false, true])
    func `the lines are the instance and its records in order`(_ isInFile: Bool) async throws {
        let clock = ManualClock()
        try await withDatabase(inFile: isInFile, configuration: .at(clock)) { database in
            let instance = try await database.createInstance(name: "agents", description: "all")
            let place = (instance: "agents", namespace: "b")
            try await database.set(
                "k",
                to: [1, 2.5],
                instance: "agents",
                namespace: place.namespace
            )
            try await database.set(
                "line\nbreak",
                to: "a\nb",
                instance: "agents",
                namespace: "a",
                metadata: ["by": "me"],
                ttl: .seconds(60)
            )
            let lines = try await database.export(instance: instance.id).collected()
            #expect(lines.count == 3)
            #expect(lines.allSatisfy { !$0.utf8.contains(UInt8(ascii: "\n")) })
            let time = JSONValue.integer(1_767_225_600_000)
            let header = try JSONValue(parsing: lines[0])
            #expect(header["format"] == "agentkv-records")
            #expect(header["version"] == 1)
            #expect(
                header["instance"] == [
                    "id": .string(instance.id), "name": "agents", "description": "all",
                    "createdAt": time, "updatedAt": time,
                ]
            )
            let first = try JSONValue(parsing: lines[1])
            #expect(first["key"] == "line\nbreak")
            #expect(first["value"] == "a\nb")
            #expect(first["metadata"] == ["by": "me"])
            #expect(first["expiresAt"] == .integer(1_767_225_660_000))
            let second = try JSONValue(parsing: lines[2])
            #expect(second["namespace"] == "b")
            #expect(second["createdAt"] == time)
            #expect(second["expiresAt"] == nil)
            let some = try await database.export(instance: "agents", namespace: "b").collected()
            #expect(some.count == 2)
            #expect(some[1] == lines[2])
            #expect(try JSONValue(parsing: some[0])["namespace"] == "b")
            let none = try await database.export(instance: "agents", namespace: "c").collected()
            #expect(none.count == 1)
        }
    }

    @Test(arguments: [false, true])
    func `all lines are of the moment of the first`(_ isInFile: Bool) async throws {
        try await withDatabase(inFile: isInFile) { database in
            let data = database.data()
            let values = Dictionary(uniqueKeysWithValues: (0..<1_200).map { ("k\($0)", 1) })
            try await data.setMany(values)
            let instance = try #require(try await data.instanceID())
            var iterator = database.export(instance: instance).makeAsyncIterator()
            #expect(try await iterator.next() != nil)
            try await data.setMany(values.mapValues { $0 + 1 })
            try await data.set("new", to: 2)
            var count = 0
            while let line = try await iterator.next() {
                #expect(try JSONValue(parsing: line)["value"] == 1)
                count += 1
            }
            #expect(count == 1_200)
            #expect(try await iterator.next() == nil)
        }
    }

    @Test func `a record that has expired is not exported`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let kv = try await database.store(instance: "agents")
        try await kv.set("short", to: 1, ttl: .seconds(1))
        try await kv.set("long", to: 1)
        clock.advance(by: .seconds(1))
        let lines = try await database.export(instance: "agents").collected()
        #expect(lines.count == 2)
        #expect(try JSONValue(parsing: lines[1])["key"] == "long")
    }

    @Test func `the lines of an unknown instance begin with an error`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        await #expect {
            try await database.export(instance: "none").collected()
        } throws: {
            guard case .unknownInstance("none", _)? = $0 as? StoreError else { return false }
            return true
        }
    }

    @Test func `closing ends the lines, and does not wait for them`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase(path: "\(folder)/data.sqlite")
            try await database.data().setMany(
                Dictionary(uniqueKeysWithValues: (0..<1_200).map { ("k\($0)", 1) })
            )
            let instance = try #require(try await database.data().instanceID())
            var iterator = database.export(instance: instance).makeAsyncIterator()
            _ = try await iterator.next()
            await database.close()
            #expect(try contents(of: folder) == ["data.sqlite"])
            await #expect(throws: StoreError.closed) {
                while try await iterator.next() != nil {}
            }
            #expect(try await iterator.next() == nil)
        }
    }
}
