/// Expects that a call throws an error of that type, and returns it.
@discardableResult
func expect<E: Error, R>(
    _ type: E.Type,
    fileID: String = #fileID,
    line: Int = #line,
    thrownBy call: () async throws -> R
) async throws -> E {
    let result: R
    do {
        result = try await call()
    } catch let error as E {
        return error
    }
    throw Mismatch(
        reason: "expected \(type), found the result \(String(reflecting: result))",
        fileID: fileID,
        line: line
    )
}
