internal import AgentKV

/// A promise of ``/AgentKV/KeyValueStore`` and how to hold a store to it.
///
/// Whoever writes a store tests it with all of them:
///
/// ```swift
/// @Test(arguments: StoreCheck.all)
/// func `keeps the contract`(_ check: StoreCheck) async throws {
///     try await check.run(on: StoreUnderTest { clock in MyStore(clock: clock) })
/// }
/// ```
public struct StoreCheck: Sendable, Identifiable {
    /// The promise, as a sentence.
    public let name: String
    /// What a table of checks tells them apart by: the ``name``.
    public var id: String { name }
    private let body: @Sendable (any KeyValueStore, TrialTime) async throws -> Void

    init(
        _ name: String,
        _ body: @escaping @Sendable (any KeyValueStore, TrialTime) async throws -> Void
    ) {
        self.name = name
        self.body = body
    }

    /// Holds a store to the promise.
    ///
    /// - Parameter subject: How to make the store; a new one is made for each run.
    /// - Throws: ``StoreCheckFailure`` if the store breaks the promise; what making the store or
    ///   cleaning up behind it throws, as it is.
    public func run(on subject: StoreUnderTest) async throws {
        try await subject.withStore { store, time in
            do {
                try await body(store, time)
            } catch let mismatch as Mismatch {
                throw StoreCheckFailure(promise: name, mismatch)
            } catch {
                throw StoreCheckFailure(promise: name, unexpected: error)
            }
        }
    }
}

extension StoreCheck: CustomStringConvertible {
    /// The promise.
    public var description: String { name }
}

extension StoreCheck {
    /// Every promise of the contract.
    public static let all: [StoreCheck] = [
        reading, values, returning, conversions, writing, refusedKeys, refusedLifetimes,
        refusedValues,
        batches, prefixes,
        lifetimes, longLifetimes, expired, renewed, purging,
        lists, uniqueItems, listRefusals, typedLists, poppedLists,
        increments, updates, comparisons, revisions,
        transactions, rollback, isolation,
        listings, keyBytes, cancellation, statistics,
        inboxes, inboxLists, inboxDuplicates, inboxLifetimes, inboxRefusals, inboxRaces,
        reservations, returns, attempts, inboxWaiting,
        equalMessages, editedInboxes, lentMessages, lentLifetimes, lentInScopes, due, deadMessages,
        holding, deathReasons, acknowledgedTogether, processing, processingUnderWay,
        scopes, scopeEnds,
        loading, loadsAndWrites, loadsAndDeletions, loadsOfScopes, loadCycles,
        loadOptions, loadsAndLifetimes, loadMismatches,
        changes, noChanges, presentState, resuming, subscribers, observing, observedLifetimes,
    ].flatMap { $0 }
}
