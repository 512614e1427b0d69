import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// Whatever is written, exported, edited and imported again, an id is that of one record.
@Suite struct ImportIDSimulationTests {
    @Test(arguments: 0..<UInt64(12))
    func `an id never becomes that of another key, and no two records have one`(
        _ seed: UInt64
    ) async throws {
        var run = try await IDRun(seed: seed)
        for _ in 0..<60 {
            try await run.step()
            try await run.check()
        }
    }
}

private struct IDRun {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let database: SQLiteDatabase
    private let foreign: Connection
    private var random: SplitMix64
    /// The lines of earlier exports, some of them edited, without their headers.
    private var lines: [String] = []
    /// Where the record is that an id was first seen on.
    private var homes: [String: String] = [:]

    init(seed: UInt64) async throws {
        random = SplitMix64(seed: seed)
        folder = try TemporaryFolder()
        database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        foreign = try Connection.foreign(folder.file())
        for name in ["i", "j"] { try await database.createInstance(name: name) }
    }

    private mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element {
        let offset = Int.random(in: 0..<choices.count, using: &random)
        return choices[choices.index(choices.startIndex, offsetBy: offset)]
    }

    mutating func step() async throws {
        let (instance, namespace) = (pick(["i", "j"]), pick(["n", "m"]))
        let key = "k\(pick(0..<6))"
        switch pick(0..<9) {
        case 0, 1:
            let ttl = pick([nil, Duration.seconds(3)])
            try await database.set(key, to: 1, instance: instance, namespace: namespace, ttl: ttl)
        case 2:
            try await database.delete(key, instance: instance, namespace: namespace)
        case 3:
            clock.advance(by: .seconds(2))
        case 4:
            try writeAsAnotherProgram(key, namespace)
        case 5:
            let store = try await database.store(instance: instance, namespace: namespace)
            let memory = try await TransientStore(persistence: store)
            try await memory.set(key, to: 2)
            try await memory.close()
        case 6:
            lines += try await database.export(instance: instance).collected().dropFirst()
        case 7:
            let exported = try await database.export(instance: instance).collected()
            try await take(exported, into: pick([nil, "i", "j"]), pick([nil, "n", "m"]))
        default:
            // Ids that another key had, or that are free, or are numbers that come later.
            for id in ["\(pick(0..<60))", "given", pick(Array(homes.keys) + ["x"])] {
                lines.append(
                    #"{"key": "k\#(pick(0..<6))", "value": 3, "namespace": "n", "id": "\#(id)"}"#
                )
            }
            try await take((0..<6).map { _ in pick(lines) }, into: instance, pick([nil, "m"]))
        }
    }

    private mutating func take(
        _ lines: [String],
        into instance: String?,
        _ namespace: String?
    ) async throws {
        try await database.importLines(
            stream(lines),
            into: instance,
            namespace: namespace,
            existing: pick([.overwrite, .keep])
        )
    }

    private func writeAsAnotherProgram(_ key: String, _ namespace: String) throws {
        let now = clock.wallClock.nanoseconds / 1_000_000
        try foreign.execute(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            SELECT id, '\(namespace)', '\(key)', '4', \(now) FROM kv_instances WHERE name = 'i'
            ON CONFLICT (instance_id, namespace, key)
                DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
            """
        )
    }

    mutating func check() async throws {
        let records = try await database.strings(
            "SELECT id || ' ' || json_array(instance_id, namespace, key) FROM kv_store"
        )
        for record in records {
            let parts = record.split(separator: " ", maxSplits: 1).map(String.init)
            let home = homes[parts[0], default: parts[1]]
            homes[parts[0]] = home
            // An id that is free may be given to another key, but by a line that says so.
            if home != parts[1] { #expect(lines.contains { $0.contains(#""\#(parts[0])""#) }) }
        }
        #expect(Set(records.map { $0.prefix { $0 != " " } }).count == records.count)
    }
}
