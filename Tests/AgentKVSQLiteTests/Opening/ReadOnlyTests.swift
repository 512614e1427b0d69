import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ReadOnlyTests {
    @Test func `a file that may only be read is refused`() async throws {
        let files = try FaultyFiles()
        let writable = try await files.open()
        try await writable.store(instance: "a").set("key", to: 1)
        await writable.close()
        files.fail([.open(.database)], with: SQLITE_READONLY)
        let error = await expectProblem(.readOnly) { try await files.open() }
        #expect(error?.reason.contains("may only be read") == true)
        files.recover()
        let again = try await files.open()
        #expect(try await again.store(instance: "a").get("key") == 1)
    }

    @Test func `a file that cannot be opened or read is refused`() async throws {
        let files = try FaultyFiles()
        try await files.open().close()
        for (operation, code, problem) in [
            (FaultyFiles.Operation.open(.database), SQLITE_CANTOPEN, StorageProblem.cannotOpen),
            (.open(.log), SQLITE_CANTOPEN, .cannotOpen),
            (.read(.database), SQLITE_IOERR, .failed),
        ] {
            files.fail([operation], with: code)
            await expectProblem(problem) { try await files.open() }
            files.recover()
        }
        try await files.open().close()
        #expect(files.countOpen(.database) == 0, "what is opened for nothing is closed")
    }

    @Test func `a disk that is full when a file is to be made is said to be`() async throws {
        let files = try FaultyFiles()
        files.fail([.write(.database), .write(.log)], with: SQLITE_FULL)
        await expectProblem(.full) { try await files.open() }
        files.recover()
        let database = try await files.open()
        try await database.store(instance: "a").set("key", to: 1)
    }
}
