import AgentKV
import Testing

extension StoreError {
    /// The kind of problem with the place where data lies; nil for other errors.
    var storageProblem: StorageProblem? {
        if case .storage(let problem, _) = self { problem } else { nil }
    }
}

/// Expects `body` to throw a problem of that kind, and returns the error.
@discardableResult
func expectProblem<R>(
    _ problem: StorageProblem,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> R
) async -> StoreError? {
    let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) {
        _ = try await body()
    }
    #expect(error?.storageProblem == problem, "\(error as Any)", sourceLocation: sourceLocation)
    return error
}
