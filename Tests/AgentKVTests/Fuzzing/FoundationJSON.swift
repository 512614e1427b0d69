import Foundation

@testable import AgentKV

/// How Foundation reads JSON, where its rules are ours.
enum FoundationJSON {
    /// Whether both have to come to the same: not where ours are narrower (numbers outside `Int64`
    /// or `Double`, nesting, a byte order mark), Foundation's are wider (a comma after the last
    /// element) or it guesses another encoding.
    static func hasSameRules(for bytes: [UInt8]) -> Bool {
        // Foundation takes a text for UTF-16 or UTF-32 by its first bytes.
        if bytes.prefix(4).contains(0) { return false }
        // It drops byte order marks, also those within a text.
        let text = String(decoding: bytes, as: UTF8.self)
        if text.unicodeScalars.contains("\u{FEFF}") { return false }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return false }
        do {
            _ = try JSONValue(parsing: bytes, maximumDepth: 200)
            return true
        } catch {
            return error.kind == .syntax && !isTrailingComma(before: error.offset, in: bytes)
        }
    }

    private static func isTrailingComma(before offset: Int?, in bytes: [UInt8]) -> Bool {
        guard let offset, offset < bytes.count,
            [UInt8(ascii: "]"), UInt8(ascii: "}")].contains(bytes[offset])
        else { return false }
        let spaces: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
        return bytes[..<offset].last { !spaces.contains($0) } == UInt8(ascii: ",")
    }

    /// Returns the value that Foundation reads; nil if it refuses the text.
    static func value(of bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }
}

extension JSONValue {
    /// Whether Foundation's value is the same.
    func isSame(as other: Any) -> Bool {
        switch self {
        case .null:
            return other is NSNull
        case .bool(let flag):
            return (other as? Bool) == flag
        case .integer(let integer):
            return (other as? NSNumber)?.int64Value == integer
        case .number(let number):
            // Foundation reads many digits as a decimal number first, and rounds twice.
            guard let other = (other as? NSNumber)?.doubleValue else { return false }
            return abs(other - number) <= abs(number) * 1e-14
        case .string(let text):
            return (other as? String).map { $0.utf8.elementsEqual(text.utf8) } ?? false
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { $0.isSame(as: $1) }
        case .object(let object):
            guard let others = other as? [String: Any] else { return false }
            // A dictionary takes names that are composed differently for one.
            let names = Set(object.names)
            if names.count < object.count { return true }
            guard others.count == object.count else { return false }
            return object.allSatisfy { member in
                others[member.name].map { member.value.isSame(as: $0) } ?? false
            }
        }
    }
}
