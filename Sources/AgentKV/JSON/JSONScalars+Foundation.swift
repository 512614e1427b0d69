#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// The JSON of Foundation's types: a date is its seconds since 1970, data is base64, a URL its absolute text,
// a decimal a number.

extension JSONValue {
    /// Returns the JSON of a date, data, a URL or a decimal; nil if the value is none of these.
    ///
    /// - Throws: ``JSONError`` for a date or a decimal that is not finite.
    static func foundationScalar<T>(_ value: T) throws(JSONError) -> JSONValue? {
        if let date = exactly(value, as: Date.self) {
            return try finite(date.timeIntervalSince1970)
        }
        if let data = exactly(value, as: Data.self) { return .string(data.base64EncodedString()) }
        if let url = exactly(value, as: URL.self) { return .string(url.absoluteString) }
        if let decimal = exactly(value, as: Decimal.self) { return try number(decimal) }
        return nil
    }

    /// Returns this value as a date, data, a URL or a decimal; nil if `type` is none of these.
    ///
    /// - Throws: ``JSONError`` if the value is not of that type.
    func foundationScalar<T>(_ type: T.Type) throws(JSONError) -> T? {
        if T.self == Date.self {
            return exactly(Date(timeIntervalSince1970: try double()), as: type)
        }
        if T.self == Data.self {
            guard case .string(let text) = self, let data = Data(base64Encoded: text) else {
                throw mismatch("data in base64")
            }
            return exactly(data, as: type)
        }
        if T.self == URL.self {
            guard case .string(let text) = self, let url = URL(string: text) else {
                throw mismatch("a URL")
            }
            return exactly(url, as: type)
        }
        if T.self == Decimal.self { return exactly(try decimal(), as: type) }
        return nil
    }

    /// Returns a decimal as an integer where it is one, as the nearest number otherwise.
    private static func number(_ decimal: Decimal) throws(JSONError) -> JSONValue {
        let text = decimal.description
        if let integer = Int64(text) { return .integer(integer) }
        return try finite(Double(text) ?? .nan)
    }

    /// Returns a decimal of the digits that show the number.
    private func decimal() throws(JSONError) -> Decimal {
        switch self {
        case .integer(let integer):
            return Decimal(integer)
        case .number(let number):
            guard let decimal = Decimal(string: number.description) else {
                throw mismatch("a number in Decimal's range")
            }
            return decimal
        default:
            throw mismatch("a number")
        }
    }
}
