internal import AgentKV
internal import Synchronization

/// The ids that records are given.
///
/// An id is a number that is given out once, a hyphen, and a checksum of that number and of where the
/// record is. So whether an id belongs to a record can be seen from the two alone: an index of all ids
/// would make each new record a quarter slower. All other ids, which have come in by an import, from an
/// earlier version or from another program, are in an index, which lets no two records have the same
/// one.
enum RecordID {
    /// The numbers begin at random, and so are given out once by all processes together.
    private static let lastNumber = Atomic(UInt64.random(in: .min ... .max))

    /// Returns an id that no record has had, for a new record.
    static func make(for key: String, in place: Place) -> String {
        let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
        return text(number, for: key, in: place)
    }

    /// Whether an id was made here, for a record at that key.
    static func isMade(_ id: String, for key: String, in place: Place) -> Bool {
        guard let number = UInt64(String(id.unicodeScalars.prefix(digits)), radix: 16) else {
            return false
        }
        return text(number, for: key, in: place).utf8.elementsEqual(id.utf8)
    }

    /// Whether an id looks like one that was made here, so that the index leaves it out.
    ///
    /// The condition of the index says the same: see ``Migration/indexIDs``.
    static func isLeftOutOfIndex(_ id: String) -> Bool {
        let characters = id.unicodeScalars
        guard characters.count == 2 * digits + 1 else { return false }
        return characters[characters.index(characters.startIndex, offsetBy: digits)] == "-"
    }

    private static let digits = 16

    private static func text(_ number: UInt64, for key: String, in place: Place) -> String {
        var checksum = Checksum()
        checksum.add(place.instanceID)
        checksum.add(place.namespace)
        checksum.add(key)
        checksum.add(number)
        return String(unsafeUninitializedCapacity: 2 * digits + 1) { bytes in
            write(number, to: bytes, at: 0)
            bytes[digits] = UInt8(ascii: "-")
            write(checksum.value, to: bytes, at: digits + 1)
            return 2 * digits + 1
        }
    }

    /// Writes the hexadecimal digits of a number.
    private static func write(
        _ number: UInt64,
        to bytes: UnsafeMutableBufferPointer<UInt8>,
        at start: Int
    ) {
        var rest = number
        for place in (start..<start + digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        }
    }
}
