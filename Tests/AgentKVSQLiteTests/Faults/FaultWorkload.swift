import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

/// Some writes to a database, each of which can fail, and what is there after those that have not.
struct FaultWorkload {
    typealias Contents = [String: JSONValue]

    static let steps = 5
    let files: FaultyFiles
    /// The steps that have been acknowledged, in their order.
    private(set) var acknowledged: [Int] = []
    /// The steps that have failed since.
    private(set) var failed: [Int] = []

    /// Begins on a copy of a file that has all tables.
    init(template: Data) throws {
        files = try FaultyFiles()
        try template.write(to: URL(fileURLWithPath: files.folder.file()))
    }

    /// The bytes of a database that has been used.
    static func template() async throws -> Data {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        try await database.store(instance: "a").set("kept", to: 0)
        await database.close()
        return try Data(contentsOf: URL(fileURLWithPath: folder.file()))
    }

    /// Opens the database; the log is taken into it after few pages.
    func open() async throws -> (SQLiteDatabase, SQLiteStore) {
        var configuration = SQLiteDatabase.Configuration()
        configuration.sweeps = false
        configuration.readers = 1
        let database = try await files.open("test.sqlite", configuration)
        try await database.execute("PRAGMA wal_autocheckpoint = 6; PRAGMA cache_size = 4")
        return (database, try await database.store(instance: "a"))
    }

    /// Makes one write; an error has to be a clear one.
    mutating func perform(_ step: Int, on store: SQLiteStore) async {
        do {
            try await Self.write(step, to: store)
            acknowledged.append(step)
            failed = []
        } catch {
            failed.append(step)
            Self.expectClear(error)
        }
    }

    private static func write(_ step: Int, to store: SQLiteStore) async throws {
        let number = JSONValue.integer(Int64(step))
        switch step % steps {
        case 1: try await store.mset(["a": number, "filler": filler(step), "b": number])
        case 2: try await store.increment("count", by: step)
        case 3: _ = try await store.listAppend("list", items: [number], ttl: nil)
        case 4:
            try await store.transaction { tx in
                try tx.set("a", to: number)
                try tx.delete("filler")
                try tx.set("b", to: number)
            }
        default: try await store.inbox("mail", of: Int.self).send(step, id: step)
        }
    }

    /// What is there after some of the steps.
    static func contents(after steps: [Int]) -> Contents {
        var contents: Contents = ["kept": 0]
        var (count, list, mail) = (0, [JSONValue](), [JSONValue]())
        for step in steps {
            let number = JSONValue.integer(Int64(step))
            switch step % Self.steps {
            case 1, 4:
                contents["a"] = number
                contents["b"] = number
                contents["filler"] = step % Self.steps == 1 ? filler(step) : nil as JSONValue?
            case 2:
                count += step
                contents["count"] = .integer(Int64(count))
            case 3:
                list.append(number)
                contents["list"] = .array(list)
            default:
                mail.append(number)
                contents["mail"] = .array(mail)
            }
        }
        return contents
    }

    /// A text that needs several pages.
    private static func filler(_ step: Int) -> JSONValue {
        .string(String(repeating: "\(step)", count: 5_000))
    }

    /// What is there.
    static func contents(of store: SQLiteStore) async throws -> Contents {
        let keys = try await store.keys()
        let values = try await store.mget(keys)
        return Dictionary(uniqueKeysWithValues: zip(keys, values).map { ($0, $1 ?? "missing") })
    }

    /// What is there when the process ends at this moment, in words of the integrity check or as
    /// contents.
    func contentsAfterCrash() async throws -> Result<Contents, any Error> {
        let folder = try TemporaryFolder()
        for suffix in ["", "-wal"] {
            guard let bytes = FileManager.default.contents(atPath: files.folder.file() + suffix)
            else { continue }
            try bytes.write(to: URL(fileURLWithPath: folder.file() + suffix))
        }
        do {
            let database = try await SQLiteDatabase(path: folder.file())
            defer { withExtendedLifetime(folder) {} }
            let problems = try await database.checkIntegrity()
            let contents = try await Self.contents(of: database.store(instance: "a"))
            await database.close()
            if let problem = problems.first {
                throw StoreError.storage(.corrupted, reason: problem)
            }
            return .success(contents)
        } catch {
            return .failure(error)
        }
    }

    /// Expects an error that names the kind of problem, or the key of a damaged value, and a reason.
    static func expectClear(_ error: any Error) {
        switch error {
        case StoreError.storage(_, let reason), StoreError.invalidValue(key: _, let reason):
            #expect(!reason.isEmpty)
        default:
            Issue.record("\(error) is no problem of storage")
        }
    }
}
