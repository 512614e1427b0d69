import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct BackupPlaceTests {
    private let files = FileManager.default

    @Test func `it never writes onto the database's own files, however they are named`()
        async throws
    {
        try await withFolder { folder in
            let path = "\(folder)/data.sqlite"
            let database = try await SQLiteDatabase(path: path)
            try await database.data().set("a", to: 1)
            try files.createSymbolicLink(atPath: "\(folder)/soft", withDestinationPath: path)
            try files.linkItem(atPath: path, toPath: "\(folder)/hard")
            try files.createSymbolicLink(atPath: "\(folder)/up", withDestinationPath: folder)
            let before = try contents(of: folder)
            let own = [
                path, "\(path)-wal", "\(path)-shm", "\(path)-journal", "\(folder)/./data.sqlite",
                "\(folder)/up/data.sqlite-journal", "\(folder)/soft", "\(folder)/hard",
            ]
            for place in own {
                await #expect { try await database.backup(to: place, overwrite: true) } throws: {
                    guard case .storage(.inUse, let reason)? = $0 as? StoreError else {
                        return false
                    }
                    return reason.contains(place)
                }
                await #expect(throws: StoreError.self) {
                    try await database.export(
                        instance: database.data().instanceID() ?? "",
                        toFile: place,
                        overwrite: true
                    )
                }
            }
            #expect(try contents(of: folder) == before)
            #expect(try await database.data().get("a") == 1)
            #expect(try await database.checkIntegrity().isEmpty)
            await database.close()
        }
    }

    @Test func `a file that is there is replaced only where that is said`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase.inMemory()
            try await database.data().set("a", to: 1)
            let path = "\(folder)/copy.sqlite"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            await #expect { try await database.backup(to: path) } throws: {
                ($0 as? StoreError)?.reason.contains("not to be overwritten") == true
            }
            #expect(files.contents(atPath: path) == Data("mine".utf8))
            try await database.backup(to: path, overwrite: true)
            #expect(try contents(of: folder) == ["copy.sqlite"])
            let copy = try await SQLiteDatabase(path: path)
            #expect(try await copy.data().get("a") == 1)

            try await copy.data().set("a", to: 2)
            await #expect { try await database.backup(to: path, overwrite: true) } throws: {
                guard case .storage(.inUse, _)? = $0 as? StoreError else { return false }
                return true
            }
            await copy.close()
        }
    }

    @Test func `a place that cannot be written is an error and names the file`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase.inMemory()
            try await database.data().set("a", to: 1)
            for place in ["", "\(folder)/", folder, "\(folder)/none/copy", "a\0b"] {
                await #expect { try await database.backup(to: place, overwrite: true) } throws: {
                    guard case .storage(.cannotOpen, let reason)? = $0 as? StoreError else {
                        return false
                    }
                    return place.isEmpty || reason.contains(place)
                }
            }
            #expect(try contents(of: folder).isEmpty)
        }
    }

    @Test func `a backup may be read by those who may read the database`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase(path: "\(folder)/data.sqlite")
            try files.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: "\(folder)/data.sqlite"
            )
            try await database.backup(to: "\(folder)/copy.sqlite")
            let mode = try files.attributesOfItem(atPath: "\(folder)/copy.sqlite")[
                .posixPermissions
            ]
            #expect(mode as? Int == 0o600)
            await database.close()
        }
    }
}
