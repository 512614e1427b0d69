/// The members of a JSON object: values by name, in the order in which the names came.
///
/// Names are told apart by their UTF-8 bytes. Two objects are equal if they have equal members in
/// any order. Small objects are searched; larger ones keep an index.
public struct JSONObject: Sendable {
    /// The number of members from which on an index is kept.
    private static let indexedCount = 16

    /// A member as it is kept; arrays of structs are handled faster than arrays of tuples.
    private struct Member: Sendable {
        let name: String
        var value: JSONValue
    }

    private var members: [Member] = []
    /// Where each name is; empty while there are fewer than `indexedCount` members.
    private var positions: [ByteText: Int] = [:]

    /// Creates an object without members.
    public init() {}

    /// Creates an object from a dictionary, its members sorted by the bytes of their names.
    ///
    /// - Complexity: O(*n* log *n*).
    public init(_ dictionary: [String: JSONValue]) {
        let sorted = dictionary.sorted { $0.key.precedesByBytes($1.key) }
        self.init(members: sorted.map { ($0.key, $0.value) })
    }

    /// Creates an object from members in their order; of a repeated name the last value counts.
    init(members: [(String, JSONValue)]) {
        reserveCapacity(members.count)
        for (name, value) in members { set(name, to: value) }
    }

    /// The names of the members, in their order.
    ///
    /// - Complexity: O(*n*).
    public var names: [String] { members.map(\.name) }

    /// The value of the member of that name; setting nil removes the member.
    ///
    /// A new member goes to the end, a replaced one keeps its place.
    ///
    /// - Complexity: O(1) on average to read, replace or add; O(*n*) to remove.
    public subscript(_ name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            if let newValue {
                set(name, to: newValue)
            } else {
                removeValue(forName: name)
            }
        }
    }

    /// Removes the member of that name and returns its value, or nil if there is none.
    ///
    /// - Complexity: O(*n*).
    @discardableResult
    public mutating func removeValue(forName name: String) -> JSONValue? {
        guard let position = position(of: name) else { return nil }
        let removed = members.remove(at: position)
        indexMembers()
        return removed.value
    }
}

extension JSONObject {
    /// Returns the value of the member at that position.
    @inline(__always)
    func value(at position: Int) -> JSONValue { members[position].value }

    /// Whether each value fulfils a condition, to which it is shown where it is, without a copy.
    @inline(__always)
    func valuesSatisfy(_ condition: (borrowing JSONValue) -> Bool) -> Bool {
        members.withUnsafeBufferPointer { members in
            members.indices.allSatisfy { condition(members[$0].value) }
        }
    }

    /// Returns where the member of that name is, looking from `start` on first.
    @inline(__always)
    func position(of name: String, startingAt start: Int = 0) -> Int? {
        guard positions.isEmpty else { return positions[ByteText(name)] }
        for position in start..<members.count where members[position].name.hasSameBytes(as: name) {
            return position
        }
        for position in 0..<start where members[position].name.hasSameBytes(as: name) {
            return position
        }
        return nil
    }

    /// Sets the member of that name; a new one goes to the end.
    mutating func set(_ name: String, to value: JSONValue) {
        if let position = position(of: name) {
            members[position].value = value
            return
        }
        if members.isEmpty { members.reserveCapacity(4) }
        members.append(Member(name: name, value: value))
        if !positions.isEmpty {
            positions[ByteText(name)] = members.count - 1
        } else if members.count == Self.indexedCount {
            indexMembers()
        }
    }

    /// Makes room for that many members.
    mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }

    private mutating func indexMembers() {
        positions = [:]
        guard members.count >= Self.indexedCount else { return }
        for (position, member) in members.enumerated() {
            positions[ByteText(member.name)] = position
        }
    }
}

extension JSONObject: RandomAccessCollection {
    /// A member: its name and its value.
    public typealias Element = (name: String, value: JSONValue)

    /// The position of the first member, always 0.
    public var startIndex: Int { 0 }

    /// The position after the last member: the number of members.
    public var endIndex: Int { members.count }

    /// Returns the member at that position, which must be valid.
    public subscript(position: Int) -> Element { (members[position].name, members[position].value) }
}
