import AgentKV
import Dispatch
import Testing

@testable import AgentKVSQLite

@Suite struct WatchOfOthersTests {
    @Test func `that others have written is told, and not what`() async throws {
        let file = TemporaryFile()
        var configuration = SQLiteDatabase.Configuration.patient
        configuration.noticeInterval = .milliseconds(1)
        let database = try await SQLiteDatabase(path: file.path, configuration: configuration)
        let other = try await SQLiteDatabase(path: file.path, configuration: .patient)
        let ours = try await database.store(instance: "test")
        let theirs = try await other.store(instance: "test")
        let events = database.events()

        // The first look only remembers what there is: theirs go on until one of them is noticed.
        let writing = Task {
            while !Task.isCancelled {
                try await theirs.increment("theirs")
                await Task.yield()
            }
        }
        try await ours.set("ours", to: 1)
        var kinds: [DatabaseEvent.Kind] = []
        for await event in events {
            kinds.append(event.kind)
            if event.kind == .writtenByOthers { break }
        }
        writing.cancel()
        #expect(kinds.last == .writtenByOthers)
        let isOurs = kinds.dropLast().allSatisfy { kind in
            if case .recordSet(_, _, let key, _) = kind { key == "ours" } else { false }
        }
        #expect(isOurs)
        await database.close()
        await other.close()
    }

    private static func writer(
        _ opened: OpenedDatabase,
        _ configuration: SQLiteDatabase.Configuration
    ) -> Writer {
        Writer(
            opened.connection,
            file: opened.file,
            clock: opened.clock,
            audience: Audience(configuration),
            sweeper: nil,
            nextDue: NextDue(nil),
            mirror: nil,
            busyTimeout: configuration.longestWait
        )
    }

    @Test func `a look notices that the file has been removed`() async throws {
        let file = TemporaryFile()
        let configuration = SQLiteDatabase.Configuration.patient
        let opened = try OpenedDatabase(DatabaseFile(file.path), configuration)
        let writer = Self.writer(opened, configuration)
        let losses = Lock(0)
        opened.file?.whenLost { _ in losses.withLock { $0 += 1 } }
        let watch = WatchOfOthers(writer, every: .seconds(3_600))
        watch.stop()
        func look() -> Revision? { writer.queue.sync { watch.newRevision(of: writer) } }
        #expect(look() == nil)
        #expect(losses.withLock { $0 } == 0)
        Loss.removal.inflict(on: file.path)
        for _ in 0..<2 {
            #expect(look() == nil)
            #expect(losses.withLock { $0 } == 1)
        }
        await opened.readers?.close()
        await writer.close()
    }

    @Test func `a look finds what others have committed, and not what one has oneself`()
        async throws
    {
        let file = TemporaryFile()
        let configuration = SQLiteDatabase.Configuration.patient
        let opened = try OpenedDatabase(DatabaseFile(file.path), configuration)
        let writer = Self.writer(opened, configuration)
        let other = try await SQLiteDatabase(path: file.path, configuration: configuration)
        let instance = try await other.createInstance(name: "test")
        let place = Place(instanceID: instance.id, namespace: "n")
        let value = try WrittenValue(JSONValue.integer(1), for: "ours", limits: StoreLimits())
        // Stopped, it looks only where the test does.
        let watch = WatchOfOthers(writer, every: .seconds(3_600))
        watch.stop()

        func setOurs() async throws -> Revision {
            try await writer.write { session in
                try session.set("ours", in: place, to: value, lifetime: .endless)
            }
        }
        func setTheirs() async throws -> Revision {
            try await other.set("theirs", to: 1, instance: "test", namespace: "n").revision
        }
        func look() -> Revision? {
            writer.queue.sync { watch.newRevision(of: writer) }
        }

        _ = try await setOurs()
        #expect(look() == nil)
        let theirs = try await setTheirs()
        #expect(look() == theirs)
        #expect(look() == nil)
        _ = try await setOurs()
        #expect(look() == nil)
        // A commit of one's own hides none of theirs.
        _ = try await setTheirs()
        let last = try await setOurs()
        #expect(look() == last)

        await opened.readers?.close()
        await writer.close()
        await other.close()
    }
}
