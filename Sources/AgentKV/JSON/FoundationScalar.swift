#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A type of Foundation that is one JSON value: a date as its seconds since 1970, data as base64, a
/// URL as its absolute text, a decimal as a number.
enum FoundationScalar {
    case date
    case data
    case url
    case decimal

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
        } else {
            return nil
        }
    }

    /// Returns the JSON of a value of that type.
    ///
    /// - Throws: ``JSONError`` for a date or a decimal that is not finite.
    func encoded<T>(_ value: T) throws(JSONError) -> JSONValue {
        switch self {
        case .date: try .finite(same(value, as: Date.self).timeIntervalSince1970)
        case .data: .string(same(value, as: Data.self).base64EncodedString())
        case .url: .string(same(value, as: URL.self).absoluteString)
        case .decimal: try Self.number(same(value, as: Decimal.self))
        }
    }

    /// Returns a JSON value as that type.
    ///
    /// - Throws: ``JSONError`` if it does not fit.
    func decoded<T>(_ type: T.Type, from value: JSONValue) throws(JSONError) -> T {
        switch self {
        case .date:
            return same(Date(timeIntervalSince1970: try value.double()), as: type)
        case .data:
            guard case .string(let text) = value, let data = Data(base64Encoded: text) else {
                throw value.mismatch("data in base64")
            }
            return same(data, as: type)
        case .url:
            guard case .string(let text) = value, let url = URL(string: text) else {
                throw value.mismatch("a URL")
            }
            return same(url, as: type)
        case .decimal:
            return same(try Self.decimal(value), as: type)
        }
    }

    /// Returns a decimal as an integer where it is one, as the nearest number otherwise.
    private static func number(_ decimal: Decimal) throws(JSONError) -> JSONValue {
        let text = decimal.description
        if let integer = Int64(text) { return .integer(integer) }
        return try .finite(Double(text) ?? .nan)
    }

    /// Returns the decimal of the digits that show a number.
    private static func decimal(_ value: JSONValue) throws(JSONError) -> Decimal {
        switch value {
        case .integer(let integer):
            return Decimal(integer)
        case .number(let number):
            guard let decimal = Decimal(string: number.description) else {
                throw value.mismatch("a number in Decimal's range")
            }
            return decimal
        default:
            throw value.mismatch("a number")
        }
    }
}
