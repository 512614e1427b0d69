import AgentKV

// What a check is made of. Each throws a `Mismatch` that says what was expected and what was found.

/// Expects a result to be equal to a value.
func expect<T: Equatable>(
    _ found: T,
    is expected: T,
    _ what: @autoclosure () -> String = "",
    fileID: String = #fileID,
    line: Int = #line
) throws {
    if found == expected { return }
    let subject = what().isEmpty ? "" : "\(what()): "
    throw Mismatch(
        reason: "\(subject)expected \(shown(expected)), found \(shown(found))",
        fileID: fileID,
        line: line
    )
}

/// Expects something to hold.
func expect(
    _ condition: Bool,
    _ what: @autoclosure () -> String,
    fileID: String = #fileID,
    line: Int = #line
) throws {
    if condition { return }
    throw Mismatch(reason: "expected that \(what())", fileID: fileID, line: line)
}

/// Expects keys by their bytes: Swift's `==` would take differently composed ones for the same.
func expect(
    _ found: [String],
    areKeys expected: [String],
    fileID: String = #fileID,
    line: Int = #line
) throws {
    try expect(
        JSONValue.array(found.map(JSONValue.string)),
        is: .array(expected.map(JSONValue.string)),
        "keys",
        fileID: fileID,
        line: line
    )
}

/// Expects that a call throws an error of that kind about that key, and changes nothing.
func expect<R>(
    _ store: any KeyValueStore,
    refuses refusal: Refusal,
    of key: String?,
    fileID: String = #fileID,
    line: Int = #line,
    _ call: () async throws -> R
) async throws {
    let before = try await StoreState(of: store)
    let error = try await refusalThrown(by: call, expected: refusal, fileID: fileID, line: line)
    try expect(Refusal(error), is: refusal, "\(error)", fileID: fileID, line: line)
    try expect(
        error.key.map(JSONValue.string),
        is: key.map(JSONValue.string),
        "the key that the error names",
        fileID: fileID,
        line: line
    )
    try expect(!error.reason.isEmpty, "\(error) gives a reason", fileID: fileID, line: line)
    let after = try await StoreState(of: store)
    try expect(after, is: before, "the store after a refusal", fileID: fileID, line: line)
}

/// Expects that a call leaves everything that is visible in the store as it was.
func expectNoChange<R>(
    in store: any KeyValueStore,
    fileID: String = #fileID,
    line: Int = #line,
    _ call: () async throws -> R
) async throws {
    let before = try await StoreState(of: store)
    _ = try await call()
    let after = try await StoreState(of: store)
    try expect(after, is: before, "the store afterwards", fileID: fileID, line: line)
}

private func refusalThrown<R>(
    by call: () async throws -> R,
    expected: Refusal,
    fileID: String,
    line: Int
) async throws -> StoreError {
    do {
        let result = try await call()
        throw Mismatch(
            reason: "expected \(expected), found the result \(shown(result))",
            fileID: fileID,
            line: line
        )
    } catch let error as StoreError {
        return error
    }
}

private func shown<T>(_ value: T) -> String {
    if let state = value as? StoreState { return "\(state)" }
    return String(reflecting: value)
}
