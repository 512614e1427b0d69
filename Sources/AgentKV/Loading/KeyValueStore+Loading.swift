/// Values that are loaded when they are absent.
extension KeyValueStore {
    /// Returns the value at a key, and loads and sets it first if it is absent.
    ///
    /// ```swift
    /// let spec = try await store.value(for: "run:42:spec", ttl: .seconds(300)) {
    ///     try await fetchSpec()
    /// }
    /// ```
    ///
    /// - However many callers wait for a key, one load runs, and all of them get its result. What it
    ///   throws they all get too, and nothing is kept of it: the next caller loads again.
    /// - The load runs in a task of its own with the priority and the task-local values of the
    ///   caller that began it. A caller that is cancelled leaves at once, with a
    ///   `CancellationError`, and the load goes on for the others; with the last one it is cancelled.
    /// - The result is set unless the key was written meanwhile: then that stays, and the callers get
    ///   the result all the same. A write is whatever asks for the key to change, also a deletion that
    ///   finds nothing, and the end of the key's scope. Who asks after a write does not get what a load
    ///   returns that began before it. ``expire(_:ttl:)`` and ``persist(_:)`` are no writes: then the
    ///   result is set, with that lifetime.
    /// - If the result cannot be set, the callers get that error. A store that has no room for it is
    ///   none: they get the result, it is not kept, and the next caller loads again.
    /// - A stored null is a value. What another type was stored as, or loaded as by a caller who was
    ///   first, is converted as ``get(_:as:)`` does it.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - ttl: How long a loaded value lives; nil for ever.
    ///   - load: Returns the value. It may load other keys of any store.
    /// - Returns: The value that is stored, or has been loaded.
    /// - Throws: What the load throws; ``StoreError/loadCycle(key:reason:)`` if the caller is part of
    ///   a load that this one waits for; ``StoreError/closed`` if the store is closed meanwhile; the
    ///   errors of ``get(_:as:)`` and ``set(_:to:ttl:)-(_,V,_)``, of which those about the key and
    ///   the lifetime come before anything is loaded.
    /// - Complexity: That of ``get(_:as:)`` for a value that is there; O(1) for each caller who waits.
    @inlinable
    @inline(__always)
    public func value<V: Codable & Sendable>(
        for key: String,
        ttl: Duration? = nil,
        load: @escaping @Sendable () async throws -> V
    ) async throws -> V {
        // In attoseconds: comparing two durations is a call.
        if let ttl, ttl.attoseconds <= 0 { try limits.checkTTL(ttl, of: key) }
        if let value = try await get(key, as: V.self) { return value }
        return try await loaded(key, LoadOptions(ttl: ttl), found: nil, load)
    }

    /// Returns the value at a key, and loads and sets it first if it is absent; serves it a while
    /// longer, or ends it sooner, as the options say.
    ///
    /// In all else it is ``value(for:ttl:load:)``.
    ///
    /// - A value whose ``LoadOptions/ttl`` has ended is returned for ``LoadOptions/staleFor`` longer,
    ///   at once, and one load for all that ask begins in the background. If that fails, the next
    ///   caller begins another one.
    /// - How old a value is, is told by how long it still lives: one that was set otherwise, with a
    ///   lifetime shorter than `staleFor`, counts as stale.
    /// - With ``LoadOptions/reloadsMismatches`` a stored value that cannot be read as a `V` is loaded
    ///   anew and overwritten, in place of an error.
    /// - A load in the background does not keep the store, and is cancelled when the store is closed
    ///   or goes.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - options: How long a loaded value lives, and what happens as it ends.
    ///   - load: Returns the value.
    /// - Returns: The value that is stored, fresh or stale, or has been loaded.
    /// - Throws: The errors of ``value(for:ttl:load:)``; ``StoreError/invalidTTL(key:reason:)`` for
    ///   options that make no sense.
    public func value<V: Codable & Sendable>(
        for key: String,
        options: LoadOptions,
        load: @escaping @Sendable () async throws -> V
    ) async throws -> V {
        try options.check(for: key, limits: limits)
        guard let entry = try await backend.performReadEntry(key) else {
            return try await loaded(key, options, found: nil, load)
        }
        let value: V
        do {
            value = try entry.value.value(as: V.self, for: key, limits: limits)
        } catch {
            if !options.reloadsMismatches { throw error }
            return try await loaded(key, options, found: entry.revision, load)
        }
        if options.isStale(entry.remainingLifetime) {
            loader(of: key, options, found: entry.revision, load).refresh()
        }
        return value
    }

    /// Waits for the load of a key, which it begins unless one is under way.
    ///
    /// `found` is the revision of the entry that is to be overwritten; nil if there is none.
    @usableFromInline
    func loaded<V: Codable & Sendable>(
        _ key: String,
        _ options: LoadOptions,
        found: Revision?,
        _ load: @escaping @Sendable () async throws -> V
    ) async throws -> V {
        var loader = loader(of: key, options, found: found, load)
        while true {
            let value = try await loader.value()
            do {
                return try value.value(as: V.self, for: key, limits: limits)
            } catch {
                // Somebody else has loaded it, as another type.
                if !options.reloadsMismatches { throw error }
            }
            // What that one has set is to be overwritten now, by one load of all who find it.
            loader.found = try await backend.performReadEntry(key)?.revision
        }
    }

    private func loader<V: Codable & Sendable>(
        of key: String,
        _ options: LoadOptions,
        found: Revision?,
        _ load: @escaping @Sendable () async throws -> V
    ) -> Loader {
        let (limits, backend) = (limits, backend)
        return Loader(
            key: key,
            origin: ByteText(backend.origin(of: key).key),
            found: found,
            store: backend.weakReference(),
            coordinator: backend.coordinator,
            options: options
        ) { value in
            !options.reloadsMismatches || value.isReadable(as: V.self, for: key, limits: limits)
        } load: {
            try await StoreValue.checked(load(), for: key, limits: limits)
        }
    }
}

extension StoreValue {
    /// Whether the value can be read as a `V`.
    fileprivate func isReadable<V: Codable & Sendable>(
        as type: V.Type,
        for key: String,
        limits: StoreLimits
    ) -> Bool {
        do {
            _ = try value(as: type, for: key, limits: limits)
            return true
        } catch {
            return false
        }
    }
}
