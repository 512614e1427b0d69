extension StoreValue {
    /// Returns the value as JSON text.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)`` where the value cannot be JSON.
    func text(for key: String, limits: StoreLimits) throws -> String {
        if case .boxed(let box) = storage, let written = box as? TextBox { return written.text }
        if case .integer(let value) = storage { return value.description }
        do {
            return try json(for: key, limits: limits).text(maximumDepth: limits.valueDepth)
        } catch let error as JSONError {
            throw StoreError.invalidValue(key: key, reason: "\(error)")
        }
    }
}
