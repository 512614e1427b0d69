import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct ConditionTests {
    private static func open(_ clock: ManualClock = ManualClock()) async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        try await database.createInstance(name: "a")
        return database
    }

    @Test(
        arguments: [
            (.absent, true, false), (.present, false, true),
            (.revision(Revision(rawValue: 7)), false, true),
            (.revision(Revision(rawValue: 8)), false, false),
        ] as [(RecordCondition, Bool, Bool)]
    )
    func `a condition holds for what is absent, or for what has revision 7`(
        condition: RecordCondition,
        isTrueOfAbsent: Bool,
        isTrueOfPresent: Bool
    ) {
        #expect(condition.holds(for: nil) == isTrueOfAbsent)
        #expect(condition.holds(for: Revision(rawValue: 7)) == isTrueOfPresent)
    }

    @Test func `a record is set only if the condition is true of it`() async throws {
        let database = try await Self.open()
        func set(_ value: JSONValue, _ condition: RecordCondition) async throws -> Record? {
            try await database.set("k", to: value, if: condition, instance: "a", namespace: "n")
        }
        #expect(try await set(1, .present) == nil)
        #expect(try await set(1, .revision(Revision(rawValue: 0))) == nil)
        let first = try #require(try await set(1, .absent))
        #expect(try await set(2, .absent) == nil)
        #expect(try await database.record("k", instance: "a", namespace: "n") == first)
        let second = try #require(try await set(2, .revision(first.revision)))
        #expect(second.revision > first.revision)
        #expect(second.id == first.id)
        #expect(try await set(3, .revision(first.revision)) == nil)
        let third = try await set(3, .present)
        #expect(third?.value == 3)
        #expect(try await database.record("k", instance: "a", namespace: "n") == third)
    }

    @Test func `a record whose lifetime has ended is absent`() async throws {
        let clock = ManualClock()
        let database = try await Self.open(clock)
        let old = try await database.set(
            "k",
            to: 1,
            if: .absent,
            instance: "a",
            namespace: "n",
            metadata: ["by": "us"],
            ttl: .seconds(1)
        )
        let revision = try #require(old?.revision)
        #expect(old?.metadata == ["by": "us"])
        clock.advance(by: .seconds(1))
        for condition in [RecordCondition.present, .revision(revision)] {
            let late = try await database.set(
                "k",
                to: 2,
                if: condition,
                instance: "a",
                namespace: "n"
            )
            #expect(late == nil)
            let isDeleted = try await database.delete(
                "k",
                if: condition,
                instance: "a",
                namespace: "n"
            )
            #expect(isDeleted == nil)
        }
        let new = try await database.set("k", to: 3, if: .absent, instance: "a", namespace: "n")
        #expect(new?.metadata == nil)
        #expect(new?.expiresAt == nil)
    }

    @Test func `a record is deleted only if the condition is true of it`() async throws {
        let database = try await Self.open()
        func delete(_ condition: RecordCondition) async throws -> Bool? {
            try await database.delete("k", if: condition, instance: "a", namespace: "n")
        }
        let record = try await database.set("k", to: 1, instance: "a", namespace: "n")
        #expect(try await delete(.absent) == nil)
        #expect(try await delete(.revision(Revision(rawValue: 0))) == nil)
        #expect(try await database.exists("k", instance: "a", namespace: "n"))
        #expect(try await delete(.revision(record.revision)) == true)
        #expect(try await delete(.present) == nil)
        #expect(try await delete(.absent) == false)
    }

    @Test func `what a condition keeps from happening is told to nobody`() async throws {
        let database = try await Self.open()
        let events = database.events()
        let revision = try await database.lastRevision()
        _ = try await database.set("k", to: 1, if: .present, instance: "a", namespace: "n")
        _ = try await database.delete("k", if: .present, instance: "a", namespace: "n")
        #expect(try await database.lastRevision() == revision)
        let record = try await database.set("k", to: 2, if: .absent, instance: "a", namespace: "n")
        await database.close()
        var told: [Revision] = []
        for await event in events { told.append(event.revision) }
        #expect(told == [record?.revision].compactMap { $0 })
    }

    @Test func `of many that set what is absent, or has one revision, one is there first`()
        async throws
    {
        let path = TemporaryFile.newPath()
        defer { TemporaryFile.remove(path) }
        let database = try await SQLiteDatabase(path: path)
        try await database.createInstance(name: "a")
        var condition = RecordCondition.absent
        for _ in 1...20 {
            let present = condition
            let winners = try await withThrowingTaskGroup(of: Record?.self) { group in
                for writer in 1...16 {
                    group.addTask {
                        try await database.set(
                            "k",
                            to: .integer(Int64(writer)),
                            if: present,
                            instance: "a",
                            namespace: "n"
                        )
                    }
                }
                return try await group.reduce(into: [Record]()) { winners, record in
                    if let record { winners.append(record) }
                }
            }
            #expect(winners.count == 1)
            #expect(try await database.record("k", instance: "a", namespace: "n") == winners.first)
            condition = .revision(try #require(winners.first?.revision))
        }
        await database.close()
    }

    @Test func `an instance is made for a record that is set, and not for one that is not`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        func set(_ key: String, _ condition: RecordCondition) async throws -> Record? {
            try await database.set(
                key,
                to: 1,
                if: condition,
                instance: "new",
                namespace: "n",
                autoCreateInstance: true
            )
        }
        #expect(try await set("k", .present) == nil)
        await #expect(throws: StoreError.self) { try await set("", .absent) }
        #expect(try await database.listInstances().isEmpty)
        let record = try await set("k", .absent)
        #expect(try await database.listInstances().map(\.id) == [record?.instanceID])
        #expect(try await set("k", .present)?.instanceID == record?.instanceID)
    }

    @Test func `an unknown instance and a wrong key are errors, whatever the condition`()
        async throws
    {
        let database = try await Self.open()
        for condition in [RecordCondition.absent, .present] {
            let error = await #expect(throws: StoreError.self) {
                try await database.set("k", to: 1, if: condition, instance: "b", namespace: "n")
            }
            guard case .unknownInstance("b", _) = error else {
                Issue.record("\(error as Any)")
                return
            }
            await #expect(throws: StoreError.self) {
                try await database.delete("k", if: condition, instance: "b", namespace: "n")
            }
            await #expect(throws: StoreError.self) {
                try await database.set("", to: 1, if: condition, instance: "a", namespace: "n")
            }
        }
        #expect(try await database.getRecordCount(instance: "a") == 0)
    }
}
