#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A type whose values are one JSON value each, of which its own `encode(to:)` would make something
/// else, or nothing that comes back equal.
///
/// | type | as JSON |
/// |---|---|
/// | `Date` | ISO 8601 text, see `Date+JSON.swift` |
/// | `Data` | text in base64 |
/// | `URL` | its text |
/// | `Decimal` | a number where that is exact, and else text |
/// | `Duration` | seconds: a number where that is exact, and else text |
enum ScalarType {
    case date
    case data
    case url
    case decimal
    case duration

    /// Creates the case for a type, or nil if the type is none of these.
    @inline(__always)
    init?<T>(_ type: T.Type) {
        if T.self == Date.self {
            self = .date
        } else if T.self == Data.self {
            self = .data
        } else if T.self == URL.self {
            self = .url
        } else if T.self == Decimal.self {
            self = .decimal
        } else if T.self == Duration.self {
            self = .duration
        } else {
            return nil
        }
    }

    /// Returns the JSON of a value of that type.
    ///
    /// - Throws: ``JSONError`` for a date or a decimal that is not finite.
    func encoded<T>(_ value: T) throws(JSONError) -> JSONValue {
        switch self {
        case .date: try same(value, as: Date.self).json()
        case .data: .string(same(value, as: Data.self).base64EncodedString())
        case .url: same(value, as: URL.self).json()
        case .decimal: try same(value, as: Decimal.self).json()
        case .duration: same(value, as: Duration.self).json()
        }
    }

    /// Returns a JSON value as that type.
    ///
    /// - Throws: ``JSONError`` if it does not fit.
    func decoded<T>(_ type: T.Type, from value: JSONValue) throws(JSONError) -> T {
        switch self {
        case .date:
            return same(try value.date(), as: type)
        case .data:
            guard case .string(let text) = value, let data = Data(base64Encoded: text) else {
                throw value.mismatch("data in base64")
            }
            return same(data, as: type)
        case .url:
            return same(try value.url(), as: type)
        case .decimal:
            return same(try value.decimal(), as: type)
        case .duration:
            return same(try value.duration(), as: type)
        }
    }
}
