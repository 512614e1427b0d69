/// The place of one value that is being decoded: the value, and how to name it.
///
/// A decoder and its containers share the node. A nested value that is no scalar gets a node of its
/// own, which knows its way up; the coding path is put together only when someone asks or something
/// fails.
final class JSONDecodingNode {
    let value: JSONValue
    let parent: JSONDecodingNode?
    let key: (any CodingKey)?
    /// How many arrays and objects are around the value.
    let level: Int
    /// How many calls of `init(from:)` are running.
    let calls: Int
    let maximumDepth: Int
    /// Where the member was that was looked up last: the next one is mostly behind it.
    var lastPosition = 0

    init(_ value: JSONValue, maximumDepth: Int) {
        self.value = value
        parent = nil
        key = nil
        level = 0
        calls = 0
        self.maximumDepth = maximumDepth
    }

    init(_ value: JSONValue, parent: JSONDecodingNode, key: (any CodingKey)?) {
        self.value = value
        self.parent = parent
        self.key = key
        level = key == nil ? parent.level : parent.level + 1
        calls = parent.calls + 1
        maximumDepth = parent.maximumDepth
    }

    var codingPath: [any CodingKey] {
        var keys: [any CodingKey] = []
        var node = self
        while let parent = node.parent {
            if let key = node.key { keys.append(key) }
            node = parent
        }
        return keys.reversed()
    }
}
