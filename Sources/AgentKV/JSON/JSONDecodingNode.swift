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
    /// What is left for calls; looked up where there are many.
    let stack: CallStack
    /// Whether it is noted at the outermost node that an instance of a class has been decoded.
    let notesInstances: Bool
    var hasInstances = false
    /// Where the member was that was looked up last: the next one is mostly behind it.
    var lastPosition = 0

    init(_ value: JSONValue, maximumDepth: Int, notesInstances: Bool = false) {
        self.value = value
        parent = nil
        key = nil
        level = 0
        calls = 0
        self.maximumDepth = maximumDepth.boundedDepth
        stack = .unknown
        self.notesInstances = notesInstances
    }

    init(_ value: JSONValue, parent: JSONDecodingNode, key: (any CodingKey)?) {
        self.value = value
        self.parent = parent
        self.key = key
        level = key == nil ? parent.level : parent.level + 1
        calls = parent.calls + 1
        maximumDepth = parent.maximumDepth
        stack = calls == CallStack.manyCalls ? .present() : parent.stack
        notesInstances = parent.notesInstances
    }

    /// The outermost node.
    ///
    /// - Complexity: O(*n*) in the calls that are running.
    var root: JSONDecodingNode {
        var node = self
        while let parent = node.parent { node = parent }
        return node
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
