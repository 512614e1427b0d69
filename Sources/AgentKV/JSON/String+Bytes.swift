// Swift's `==` on text equates differently composed characters; keys and JSON tell them apart.
// These compare the UTF-8 bytes, eight at a time.
extension String {
    /// Returns whether both texts consist of the same UTF-8 bytes.
    ///
    /// - Complexity: O(*n*) in the shorter text; O(1) if the lengths differ.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes(and: other) { $0.firstDifference(from: $1) == nil }
            ?? utf8.elementsEqual(other.utf8)
    }

    /// Returns whether this text sorts before the other by its UTF-8 bytes.
    ///
    /// - Complexity: O(*n*) in the shorter text.
    func precedesByBytes(_ other: String) -> Bool {
        let outcome = withBytes(and: other) { mine, others in
            guard let difference = mine.firstDifference(from: others) else {
                return mine.count < others.count
            }
            return mine[difference] < others[difference]
        }
        return outcome ?? utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Feeds the UTF-8 bytes and their end to a hasher.
    ///
    /// - Complexity: O(*n*).
    func hashBytes(into hasher: inout Hasher) {
        let isDone: Void? = utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isDone == nil {
            for byte in utf8 { hasher.combine(byte) }
        }
        hasher.combine(0xFF as UInt8)
    }

    @inline(__always)
    private func withBytes(
        and other: String,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
    ) -> Bool? {
        let outcome = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { others in
                body(UnsafeRawBufferPointer(mine), UnsafeRawBufferPointer(others))
            }
        }
        return outcome ?? nil
    }
}

extension UnsafeRawBufferPointer {
    /// Returns the first offset at which two buffers differ, up to the end of the shorter one.
    @inline(__always)
    fileprivate func firstDifference(from other: UnsafeRawBufferPointer) -> Int? {
        let end = Swift.min(count, other.count)
        var offset = 0
        while offset &+ 8 <= end {
            let mine = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let others = other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if mine != others {
                let bit = (mine.littleEndian ^ others.littleEndian).trailingZeroBitCount
                return offset &+ bit / 8
            }
            offset &+= 8
        }
        while offset < end {
            if self[offset] != other[offset] { return offset }
            offset &+= 1
        }
        return nil
    }
}
