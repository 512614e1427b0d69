import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct FollowedInstanceTests {
    @Test func `an instance is followed by its name before it is made`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = try await database.events(instance: "a")
        try await database.createInstance(name: "b")
        try await database.set("k", to: 1, instance: "b", namespace: "n")
        try await database.createInstance(name: "a")
        try await database.set("l", to: 1, instance: "a", namespace: "n")
        await database.close()
        #expect(await events.all.map(\.short) == ["kvStore:instance-created", "+l"])
    }

    @Test func `when it is deleted, the next one of its name is followed`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let first = try await database.createInstance(name: "a")
        let byName = try await database.events(instance: "a", namespace: "n")
        let byID = try await database.events(instance: first.id, namespace: "n")
        try await database.set("k", to: 1, instance: "a", namespace: "n")
        try await database.deleteInstance("a")
        try await database.createInstance(name: "a")
        try await database.set("l", to: 1, instance: "a", namespace: "n")
        try await database.set("m", to: 1, instance: "a", namespace: "other")
        let third = try await database.createInstance(name: "c")
        try await database.deleteInstance("a")
        try await database.updateInstance(third.id, name: "a")
        try await database.set("n", to: 1, instance: "a", namespace: "n")
        await database.close()
        let deleted = "kvStore:instance-deleted"
        #expect(await byName.all.map(\.short) == ["+k", deleted, "+l", deleted, "+n"])
        #expect(await byID.all.map(\.short) == ["+k", deleted])
    }

    @Test func `one that is deleted while it is looked for is not followed, and the next one is`()
        async throws
    {
        // Where it was there already, and where it has been made meanwhile.
        for isThere in [true, false] {
            let database = try await SQLiteDatabase.inMemory()
            let first = isThere ? try await database.createInstance(name: "a").id : nil
            let events = try await database.events(instance: "a", namespace: nil, capacity: 10) {
                let id = if let first { first } else { try await database.ensureInstance("a").id }
                try await database.deleteInstance(id)
                return id
            }
            try await database.createInstance(name: "a")
            try await database.set("k", to: 1, instance: "a", namespace: "n")
            await database.close()
            let (made, deleted) = ("kvStore:instance-created", "kvStore:instance-deleted")
            let told = (isThere ? [] : [made, deleted]) + [made, "+k"]
            #expect(await events.all.map(\.short) == told)
        }
    }

    @Test func `what is told while it is looked for counts more than what was found before`() {
        func event(_ kind: DatabaseEvent.Kind) -> DatabaseEvent {
            DatabaseEvent(revision: Revision(rawValue: 1), kind: kind)
        }
        func instance(_ id: String, _ name: String) -> Instance {
            Instance(id: id, name: name, createdAt: .distantPast, updatedAt: .distantPast)
        }
        func followed(
            _ former: String?,
            _ kinds: [DatabaseEvent.Kind],
            found: String?
        ) -> String? {
            var followed = FollowedInstance(lookingFor: "a", id: former)
            for kind in kinds { _ = followed.includes(event(kind)) }
            followed.found(found)
            return followed.id
        }
        #expect(followed(nil, [], found: "1") == "1")
        #expect(followed("1", [], found: "2") == "2")
        #expect(followed("1", [], found: nil) == nil)
        #expect(followed(nil, [.instanceDeleted(instanceID: "1")], found: "1") == nil)
        #expect(followed("1", [.instanceDeleted(instanceID: "1")], found: "1") == nil)
        #expect(followed("1", [.instanceDeleted(instanceID: "1")], found: "2") == "2")
        #expect(followed(nil, [.instanceCreated(instance("2", "a"))], found: nil) == "2")
        #expect(followed(nil, [.instanceCreated(instance("2", "a"))], found: "1") == "2")
        #expect(followed("1", [.instanceUpdated(instance("1", "b"))], found: nil) == "1")
        #expect(followed(nil, [.instanceCreated(instance("2", "b"))], found: "1") == "1")
        let madeAgain: [DatabaseEvent.Kind] = [
            .instanceDeleted(instanceID: "1"), .instanceCreated(instance("1", "b")),
        ]
        #expect(followed(nil, madeAgain, found: "1") == "1")
    }

    @Test func `who cannot look for it listens no more`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        await #expect(throws: StoreError.closed) {
            try await database.events(instance: "a", namespace: nil, capacity: 10) {
                #expect(database.feed.hasListeners)
                throw StoreError.closed
            }
        }
        #expect(!database.feed.hasListeners)
        await database.close()
    }

    @Test func `it stays the same whatever it and others are called`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.createInstance(name: "a")
        let events = try await database.events(instance: "a")
        try await database.updateInstance("a", name: "b")
        try await database.createInstance(name: "a")
        try await database.set("k", to: 1, instance: "a", namespace: "n")
        try await database.set("l", to: 1, instance: "b", namespace: "n")
        await database.close()
        #expect(await events.all.map(\.short) == ["kvStore:instance-updated", "+l"])
    }
}
