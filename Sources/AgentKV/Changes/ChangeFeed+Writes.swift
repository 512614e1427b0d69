/// Telling those who make a value for a key what others do to the key meanwhile.
extension ChangeFeed {
    /// Begins to watch who writes a key.
    func watchWrites(of key: ByteText) -> WriteWatch {
        let watch = WriteWatch(key)
        mutate { state in
            if !state.isClosed { state.writeWatches[key, default: []].append(watch) }
        }
        return watch
    }

    /// Ends watching who writes a key.
    func end(_ watch: WriteWatch) {
        mutate { state in
            state.writeWatches[watch.key]?.removeAll { $0 === watch }
            if state.writeWatches[watch.key]?.isEmpty == true {
                state.writeWatches[watch.key] = nil
            }
        }
    }

    /// Notes that a key is being written, also if that has not taken effect yet; nobody is woken.
    func noteWriting(of key: String, _ kind: StoreChange.Kind, _ revision: Revision?) {
        state.withLock { $0.noteWriting(of: key, kind, revision) }
    }

    /// Tells requests of which no change tells: those who make a value for a key are not woken, those
    /// who observe one whose lifetime is another look again.
    func publish(_ requests: [WriteRequest]) {
        if isWatchedForWrites { add(requests) }
        for case .lifetime(let key) in requests { noteLifetimeChange(of: key) }
        wakeAlarmed()
    }

    /// Notes requests of which no change tells; nobody is woken.
    ///
    /// - Complexity: O(1) for a key, O(*m*) in the keys that are watched for a prefix.
    func add(_ requests: [WriteRequest]) {
        state.withLock { state in
            for request in requests { state.add(request) }
        }
    }
}

extension ChangeFeed.State {
    /// Lets those who watch a key know that it is being written.
    func noteWriting(of key: String, _ kind: StoreChange.Kind, _ revision: Revision?) {
        if writeWatches.isEmpty { return }
        for watch in writeWatches[ByteText(key)] ?? [] { watch.note(kind, revision) }
    }

    fileprivate func add(_ request: WriteRequest) {
        switch request {
        case .change(let key):
            noteWriting(of: key, .deleted, nil)
        case .changeOfAll(let prefix):
            for (key, watches) in writeWatches where key.text.hasBytePrefix(prefix) {
                for watch in watches { watch.note(.deleted, nil) }
            }
        case .lifetime(let key):
            for watch in writeWatches[ByteText(key)] ?? [] { watch.noteLifetime() }
        }
    }
}
