/// The values of one key as they change, for one observer: see ``KeyValueStore/observe(_:as:)``.
///
/// ```swift
/// for try await status in store.observe("run:42:status", as: String.self) {
///     show(status ?? "not started")
/// }
/// ```
///
/// - It begins with the present value, nil if the key is absent.
/// - The latest value wins: of several that are set while nobody reads, the last is told.
/// - Nil is told when the key goes away, also when its lifetime ends, and at the end that it has then:
///   one that is moved closer is told when it comes, in a store that does not sweep too. A key that goes and comes back
///   while nobody reads is told as its new value.
/// - A value is told once for each write that is found, also if it is equal to the one before; a new
///   lifetime is no write.
/// - An observer that is slow costs nothing, and nobody who writes waits for it.
/// - A value that is no `Value` is an error, ``StoreError/typeMismatch(key:reason:)``, and so is a key
///   that is not allowed. Who asks again after an error gets what is written after it.
/// - When the store is closed, or is gone, it throws ``StoreError/closed``, and then ends. It does not
///   keep the store.
/// - It ends without an error when the task is cancelled.
/// - It is for one iteration. Make another for a second observer.
public struct StoreValues<Value: Codable & Sendable>: AsyncSequence, Sendable {
    public typealias Element = Value?
    public typealias Failure = any Error

    let observation: KeyObservation

    /// Goes through the values.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let observation: KeyObservation

        /// Returns the next value, waiting for it; nil at the end.
        public mutating func next() async throws -> Value?? {
            try await observation.next(as: Value.self)
        }

        /// Returns the next value, waiting for it; nil at the end.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> Value?? {
            try await observation.next(as: Value.self)
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(observation: observation)
    }
}
