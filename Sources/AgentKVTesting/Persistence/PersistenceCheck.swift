import AgentKV

/// A promise of ``/AgentKV/PersistenceAdapter`` and how to hold an adapter to it.
///
/// Whoever writes an adapter tests it with all of them:
///
/// ```swift
/// @Test(arguments: PersistenceCheck.all)
/// func `keeps what it is given`(_ check: PersistenceCheck) async throws {
///     try await check.run(on: AdapterUnderTest { clock in MyAdapter(clock: clock) })
/// }
/// ```
public struct PersistenceCheck: Sendable, Identifiable {
    /// The promise, as a sentence.
    public let name: String
    /// What a table of checks tells them apart by: the ``name``.
    public var id: String { name }
    private let body: @Sendable (AdapterTrial) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (AdapterTrial) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Holds an adapter to the promise.
    ///
    /// - Parameter subject: How to make the adapter; a new one is made for each run.
    /// - Throws: ``StoreCheckFailure`` if the adapter breaks the promise; what making the adapter or
    ///   cleaning up behind it throws, as it is.
    public func run(on subject: AdapterUnderTest) async throws {
        try await subject.withAdapter { trial in
            do {
                try await body(trial)
            } catch let mismatch as Mismatch {
                throw StoreCheckFailure(promise: name, mismatch)
            } catch {
                throw StoreCheckFailure(promise: name, unexpected: error)
            }
        }
    }
}

extension PersistenceCheck: CustomStringConvertible {
    /// The promise.
    public var description: String { name }
}

extension PersistenceCheck {
    /// Every promise of an adapter.
    public static let all: [PersistenceCheck] = [
        batches, revisions, expiry, contents, returning, inboxes,
    ]
    .flatMap { $0 }
}

/// Expects entries by the bytes of their keys and texts.
func expect(
    _ found: [PersistedEntry],
    areEntries expected: [PersistedEntry],
    fileID: String = #fileID,
    line: Int = #line
) throws {
    func shown(_ entries: [PersistedEntry]) -> [String] {
        entries.map { entry in
            let key = entry.key.utf8.map { String($0, radix: 16) }.joined(separator: " ")
            let text = entry.json.utf8.map { String($0, radix: 16) }.joined(separator: " ")
            let expiry = entry.expiresAt.map { "\($0)" } ?? "none"
            return "key \(entry.key) (\(key)): \(entry.json) (\(text)), "
                + "revision \(entry.revision), expiry \(expiry)"
        }
    }
    for (one, other) in zip(shown(found), shown(expected)) {
        try expect(one, is: other, fileID: fileID, line: line)
    }
    try expect(found.count, is: expected.count, "entries", fileID: fileID, line: line)
}
