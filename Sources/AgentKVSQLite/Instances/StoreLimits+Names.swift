internal import AgentKV

extension StoreLimits {
    /// Throws unless `name` may be the name of what is said to be named, by the rule for keys.
    func checkName(_ name: String, of what: String) throws(StoreError) {
        do {
            try checkKey(name)
        } catch {
            throw .invalidName(name: name, reason: "as the name of \(what), \(error.reason)")
        }
    }
}

extension StoreError {
    static func unknownInstance(_ name: String) -> StoreError {
        .unknownInstance(name, reason: "there is no instance of that id or name")
    }

    static func unknownInstance(deleted id: String) -> StoreError {
        .unknownInstance(id, reason: "it has been deleted")
    }
}
