#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// About how many bytes of memory a value takes, found out by looking at some of its parts.
///
/// Of what has more than a few parts some are looked at, evenly spread, and the others are taken to be
/// like them; so it takes the same time at most, however large the value is.
struct SizeEstimate {
    /// How many parts may still be looked at.
    private(set) var partsLeft = 128

    /// How many items of one collection are looked at, at most.
    private static let samples = 16

    /// Returns about how many bytes a value takes, one of a type that lies in one piece exactly.
    ///
    /// - Complexity: O(1), apart from what the value's own `encode(to:)` does.
    mutating func bytes<V>(of value: V) -> Int {
        let own = MemoryLayout<V>.size
        if _isPOD(V.self) { return own }
        if partsLeft <= 0 { return own }
        partsLeft -= 1
        switch value {
        case let text as String: return own + text.bytesElsewhere
        case let json as JSONValue: return bytes(ofJSON: json)
        case let data as Data: return own + data.count
        case let items as any SampledCollection: return own + items.bytes(&self)
        case let value as any Encodable: return own + bytesEncoding(value)
        default: return own
        }
    }

    /// The same for JSON.
    mutating func bytes(ofJSON json: JSONValue) -> Int {
        partsLeft -= 1
        let own = MemoryLayout<JSONValue>.stride
        switch json {
        case .null, .bool, .integer, .number: return own
        case .string(let text): return own + text.bytesElsewhere
        case .array(let items):
            return own + bytes(ofAll: items.count) { $0.bytes(ofJSON: items[$1]) }
        case .object(let members):
            return own
                + bytes(ofAll: members.count) { estimate, place in
                    let (name, value) = members[place]
                    return 16 + name.bytesElsewhere + estimate.bytes(ofJSON: value)
                }
        }
    }

    /// Returns about how many bytes `count` items take, given those of the one at a place.
    mutating func bytes(ofAll count: Int, _ bytes: (inout SizeEstimate, Int) -> Int) -> Int {
        let overhead = 32
        // While there is room for all of them, none is guessed.
        let most = count <= partsLeft ? count : Self.samples
        guard count > 0, partsLeft > 0 else { return overhead + count * 16 }
        let step = (count + most - 1) / most
        var (sum, looked) = (0, 0)
        for place in stride(from: 0, to: count, by: step) where partsLeft > 0 || looked == 0 {
            sum += bytes(&self, place)
            looked += 1
        }
        let (total, isBeyond) = sum.multipliedReportingOverflow(by: count)
        return isBeyond ? .max / 8 : overhead + total / looked
    }

    /// Takes note of a part that is looked at; false if that is one too many.
    mutating func look() -> Bool {
        partsLeft -= 1
        return partsLeft >= 0
    }
}

/// A collection of which a few items show how large it is.
private protocol SampledCollection {
    func bytes(_ estimate: inout SizeEstimate) -> Int
}

extension Array: SampledCollection {
    fileprivate func bytes(_ estimate: inout SizeEstimate) -> Int {
        if _isPOD(Element.self) { return 32 + count * MemoryLayout<Element>.stride }
        return estimate.bytes(ofAll: count) { $0.bytes(of: self[$1]) }
    }
}

extension Dictionary: SampledCollection {
    fileprivate func bytes(_ estimate: inout SizeEstimate) -> Int {
        // Those that come first stand for all: there is no way to the others but past them.
        let first = Array(prefix(8))
        let some = estimate.bytes(ofAll: first.count) { estimate, place in
            16 + estimate.bytes(of: first[place].key) + estimate.bytes(of: first[place].value)
        }
        return first.isEmpty ? some : some * Swift.max(count / first.count, 1)
    }
}

extension Set: SampledCollection {
    fileprivate func bytes(_ estimate: inout SizeEstimate) -> Int {
        let first = Array(prefix(8))
        let some = estimate.bytes(ofAll: first.count) { $0.bytes(of: first[$1]) + 8 }
        return first.isEmpty ? some : some * Swift.max(count / first.count, 1)
    }
}

extension Optional: SampledCollection {
    fileprivate func bytes(_ estimate: inout SizeEstimate) -> Int {
        guard let value = self else { return 0 }
        return estimate.bytes(of: value)
    }
}

extension String {
    /// The bytes of a text that does not lie in place.
    var bytesElsewhere: Int { utf8.count > 15 ? utf8.count + 32 : 0 }
}

extension JSONValue {
    /// About how many bytes the value takes, found out by looking at some of its parts.
    ///
    /// - Complexity: O(1).
    package var approximateBytes: Int {
        var estimate = SizeEstimate()
        return estimate.bytes(ofJSON: self)
    }
}
