import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct WatchOfOthersTests {
    @Test func `writes of another process are noticed, and one's own are not`() async throws {
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
}
