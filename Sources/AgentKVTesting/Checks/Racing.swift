/// Runs a body in many tasks at once, and returns their results in the order of their numbers.
@discardableResult
func race<R: Sendable>(
    _ tasks: Int,
    _ body: @escaping @Sendable (Int) async throws -> R
) async throws -> [R] {
    try await withThrowingTaskGroup(of: (Int, R).self) { group in
        for number in 0..<tasks {
            group.addTask { (number, try await body(number)) }
        }
        var results: [Int: R] = [:]
        for try await (number, result) in group { results[number] = result }
        return (0..<tasks).compactMap { results[$0] }
    }
}
