#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A URL as JSON: its text, or for one that is relative to another an object of both texts.
extension URL {
    func json() -> JSONValue {
        guard let baseURL else { return .string(absoluteString) }
        return ["relative": .string(relativeString), "base": .string(baseURL.absoluteString)]
    }
}

extension JSONValue {
    /// Returns the value as a URL.
    ///
    /// - Throws: ``JSONError`` if it is none.
    func url() throws(JSONError) -> URL {
        switch self {
        case .string(let text):
            if let url = URL(string: text) { return url }
        case .object(let object):
            if case .string(let text)? = object["relative"],
                case .string(let base)? = object["base"],
                let url = URL(string: text, relativeTo: URL(string: base))
            {
                return url
            }
        case .null, .bool, .integer, .number, .array:
            break
        }
        throw mismatch("a URL")
    }
}
