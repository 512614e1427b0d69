import AgentKVTesting

@testable import AgentKV

/// What a subscriber knows of a store who applies each change to a dictionary.
struct Replay {
    private(set) var content: [[UInt8]: JSONValue] = [:]
    /// How often it had to begin anew.
    private(set) var restarts = 0
    private var isCurrent: Bool

    private init(from start: ChangesStart) {
        isCurrent = start == .now
    }

    /// Follows a store until the key `end` is set; what is missed is resumed from.
    static func of(
        _ store: TransientStore,
        from start: ChangesStart,
        buffer: Int = 1_000
    ) async throws -> Replay {
        var replay = Replay(from: start)
        var changes = store.changes(from: start, buffer: buffer)
        while true {
            do throws(StoreError) {
                for try await change in changes {
                    replay.apply(change)
                    if replay.isCurrent, replay.content[Array("end".utf8)] != nil { return replay }
                }
            } catch {
                guard case .missedChanges(let revision, _) = error else { throw error }
                changes = store.changes(from: .after(revision), buffer: buffer)
            }
        }
    }

    private mutating func apply(_ change: StoreChange) {
        switch change.kind {
        case .current:
            isCurrent = true
        case .restarted:
            isCurrent = false
            restarts += 1
            content = [:]
        default:
            content[Array(change.key.utf8)] = try? change.json()
        }
    }
}

extension TransientStore {
    /// All that is live, by key.
    func content() async throws -> [[UInt8]: JSONValue] {
        try await transaction { tx in
            var content: [[UInt8]: JSONValue] = [:]
            for key in try tx.keys(limit: .max) { content[Array(key.utf8)] = try tx.get(key) }
            return content
        }
    }
}
