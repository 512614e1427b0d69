import AgentKV

/// Whether an error says that there is no room for a key.
func isFull(_ key: String) -> (any Error) -> Bool {
    { error in
        guard case StoreError.full(let named, _) = error else { return false }
        return named == key
    }
}
