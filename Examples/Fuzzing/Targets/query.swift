import AgentKV
import AgentKVSQLite

/// A query that is read from JSON is the same query after a way back to JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let json = try? JSONValue(parsing: UnsafeBufferPointer(start: start, count: count)),
        let query = try? Query(json: json)
    else { return 0 }
    guard let again = try? Query(json: query.json), again == query else {
        fatalError("its JSON is another query")
    }
    return 0
}
