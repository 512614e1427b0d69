/// From the keys of a scope to those of its store, and back.
extension ScopedBackend {
    /// Returns the key in the store.
    ///
    /// Only an empty key is refused here: what the store refuses, it refuses by itself.
    @inline(__always)
    func full(_ key: String) throws(StoreError) -> String {
        if key.utf8.isEmpty { try limits.checkKey(key) }
        return prefix + key
    }

    /// Returns the key in the scope.
    func relative(_ key: String) -> String {
        String(decoding: key.utf8.dropFirst(prefixBytes), as: UTF8.self)
    }

    /// Runs a call of the store; what it throws is about a key of the scope.
    @inline(__always)
    func forward<R>(_ call: () async throws -> R) async throws -> R {
        do {
            return try await call()
        } catch {
            throw relative(error)
        }
    }

    /// Returns the error as one about a key of the scope.
    @inline(never)
    func relative(_ error: any Error) -> any Error {
        guard prefixBytes > 0, let error = error as? StoreError, let key = error.key,
            key.hasBytePrefix(prefix)
        else { return error }
        let own = relative(key)
        if case .invalidKey = error {
            // The reason counts the bytes of the whole key.
            do { try limits.checkKey(own) } catch { return error }
        }
        return error.about(own)
    }
}

extension StoreError {
    /// The same error about another key.
    func about(_ key: String) -> StoreError {
        switch self {
        case .invalidKey(_, let reason): .invalidKey(key: key, reason: reason)
        case .invalidTTL(_, let reason): .invalidTTL(key: key, reason: reason)
        case .invalidValue(_, let reason): .invalidValue(key: key, reason: reason)
        case .invalidItem(_, let index, let reason):
            .invalidItem(key: key, index: index, reason: reason)
        case .typeMismatch(_, let reason): .typeMismatch(key: key, reason: reason)
        case .notAList(_, let reason): .notAList(key: key, reason: reason)
        case .overflow(_, let reason): .overflow(key: key, reason: reason)
        case .ambiguousKeys(_, let reason): .ambiguousKeys(key: key, reason: reason)
        case .notYetDurable(_, let reason): .notYetDurable(key: key, reason: reason)
        case .invalidDuration(_, let reason): .invalidDuration(key: key, reason: reason)
        case .notReserved(_, let reason): .notReserved(key: key, reason: reason)
        case .loadCycle(_, let reason): .loadCycle(key: key, reason: reason)
        case .full(_, let reason): .full(key: key, reason: reason)
        case .missedChanges, .invalidBounds, .invalidLimit, .invalidName, .unknownInstance,
            .duplicateInstance, .invalidUpdate, .invalidQuery, .queryTimedOut, .storage, .closed:
            self
        }
    }
}
