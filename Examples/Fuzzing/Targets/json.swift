import AgentKV

/// What is read as JSON is written as a text that reads back the same; what is refused is refused
/// inside of the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    do {
        let value = try JSONValue(parsing: bytes)
        for pretty in [false, true] {
            guard let text = try? value.text(pretty: pretty),
                let again = try? JSONValue(parsing: text),
                (try? again.text(pretty: pretty)) == text
            else { fatalError("it does not read back") }
        }
    } catch {
        guard case .text(let offset, _, _) = error.location, 0...count ~= offset else {
            fatalError("an error out of place")
        }
    }
    return 0
}
