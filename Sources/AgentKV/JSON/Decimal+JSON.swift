#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A decimal as JSON: an integer within `Int64`, a number where the shortest text of that number is
/// the decimal's own, and else text, such as `"99999999999999.99"`.
extension Decimal {
    /// Returns the decimal as JSON.
    ///
    /// - Throws: ``JSONError`` if it is not a number.
    func json() throws(JSONError) -> JSONValue {
        if isNaN { throw .notFinite(.nan) }
        let text = description
        if let integer = Int64(text) { return .integer(integer) }
        if let number = Double(text), number.isFinite {
            let shortest = number.description
            if shortest == text || DecimalText(shortest) == DecimalText(text) {
                return .number(number)
            }
        }
        return .string(text)
    }
}

extension JSONValue {
    /// Returns the value as a decimal, a number as that of its shortest text.
    ///
    /// - Throws: ``JSONError`` if it is none, or has more digits than a decimal holds.
    func decimal() throws(JSONError) -> Decimal {
        let text: String
        switch self {
        case .integer(let integer): return Decimal(integer)
        case .number(let number): text = number.description
        case .string(let digits): text = digits
        case .null, .bool, .array, .object: throw mismatch("a number")
        }
        guard
            let exact = DecimalText(text), let decimal = Decimal(string: text),
            DecimalText(decimal.description) == exact
        else { throw mismatch("a number that Decimal holds exactly") }
        return decimal
    }
}
