/// The place of one value that is being encoded: what has been written there, and how to name it.
///
/// An `Encodable` value writes into a node through an encoder and its containers, which all share
/// the node, so that a class and its superclass add to the same object. Scalars go straight into
/// the node; a nested value gets a node of its own for the time of its `encode(to:)`; a nested
/// container or a super encoder gets one that is collected when the outer value is complete.
///
/// A node knows its way up, and the coding path is put together only when someone asks or something
/// fails.
final class JSONEncodingNode {
    /// The kind of container that was asked for.
    enum Shape {
        case untouched
        case single
        case array
        case object
    }

    let parent: JSONEncodingNode?
    let key: (any CodingKey)?
    /// The way to a node without parent, for nodes that outlive a call: the parent already holds
    /// them.
    let prefix: [any CodingKey]
    /// How many arrays and objects are around the value.
    let level: Int
    /// How many calls of `encode(to:)` are running.
    let calls: Int
    let maximumDepth: Int
    /// What is left for calls; looked up where there are many.
    let stack: CallStack

    private(set) var shape = Shape.untouched
    private(set) var failure: JSONError?
    // No other code runs while one of these is written: checking for that would cost a tenth of the
    // time.
    @exclusivity(unchecked) var single = JSONValue.null
    @exclusivity(unchecked) var array: [JSONValue] = []
    @exclusivity(unchecked) var object = JSONObject()
    @exclusivity(unchecked) var children: [Child] = []

    /// A nested container or super encoder, and where its value belongs.
    struct Child {
        let step: JSONPath.Step
        let node: JSONEncodingNode

        func isMember(_ name: String) -> Bool {
            guard case .name(let own) = step else { return false }
            return own.hasSameBytes(as: name)
        }
    }

    init(maximumDepth: Int) {
        parent = nil
        key = nil
        prefix = []
        level = 0
        calls = 0
        self.maximumDepth = maximumDepth.boundedDepth
        stack = .unknown
    }

    init(parent: JSONEncodingNode, key: (any CodingKey)?) {
        self.parent = parent
        self.key = key
        prefix = []
        level = key == nil ? parent.level : parent.level + 1
        calls = parent.calls + 1
        maximumDepth = parent.maximumDepth
        stack = calls == CallStack.manyCalls ? .present() : parent.stack
    }

    /// Creates a node that its parent will hold.
    private init(heldBy parent: JSONEncodingNode, key: any CodingKey) {
        self.parent = nil
        self.key = nil
        prefix = parent.codingPath + [key]
        level = parent.level + 1
        calls = parent.calls
        maximumDepth = parent.maximumDepth
        stack = parent.stack
    }

    /// Makes this the place of an array, an object or a single value.
    func open(as newShape: Shape) {
        if shape == newShape { return }
        if shape != .untouched {
            fail("the value asked for two kinds of container at once")
        } else if newShape != .single, level >= maximumDepth {
            fail(.tooDeep(maximumDepth, at: path))
        }
        shape = newShape
    }

    /// Returns a node for a value that is written later, at a step down from here.
    func makeChild(at key: any CodingKey, _ step: JSONPath.Step) -> JSONEncodingNode {
        // Beyond the bound nothing is held any more: the failure is known, and no chain grows.
        if failure != nil || level >= maximumDepth { return self }
        let node = JSONEncodingNode(heldBy: self, key: key)
        children.append(Child(step: step, node: node))
        return node
    }
}

extension JSONEncodingNode {
    /// Remembers what went wrong first where nothing can be thrown.
    func fail(_ error: JSONError) {
        failure = failure ?? error
    }

    private func fail(_ reason: String) {
        fail(JSONError(.unrepresentable, at: .value(path), reason: reason))
    }

    var codingPath: [any CodingKey] {
        var keys: [any CodingKey] = []
        var node = self
        while let parent = node.parent {
            if let key = node.key { keys.append(key) }
            node = parent
        }
        return node.prefix + keys.reversed()
    }

    var path: JSONPath { JSONPath(codingPath: codingPath) }
}
