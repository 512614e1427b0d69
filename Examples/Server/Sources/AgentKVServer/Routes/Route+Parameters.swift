internal import AgentKV
internal import HTTPTypes
internal import NIOCore

extension Route {
    /// Returns what the operation is given by a request.
    ///
    /// - Parameters:
    ///   - target: Where the request goes.
    ///   - body: Its body; nil where that is not read.
    ///   - valueDepth: How deep a value in it may nest.
    /// - Returns: The members.
    /// - Throws: ``Failure`` for a body that is no JSON object, for a member of the query that is of
    ///   another kind than it has to be, and for what a route that writes does not know.
    func parameters(
        of target: RequestTarget,
        body: ByteBuffer?,
        valueDepth: Int
    ) throws -> Parameters {
        var object = try bodyObject(body, valueDepth)
        try refuseUnknown(object, target)
        for member in queryMembers {
            if let text = target[member.name] { object[member.name] = try member.value(of: text) }
        }
        for (part, text) in zip(parts, target.path) {
            if case .member(let name) = part { object[name] = .string(text) }
        }
        return Parameters(object: object)
    }

    private func bodyObject(_ buffer: ByteBuffer?, _ valueDepth: Int) throws -> JSONObject {
        switch body {
        case .none:
            guard isStrict, let buffer, buffer.readableBytes > 0 else { return [:] }
            return try Self.object(buffer, valueDepth)
        case .members:
            return try Self.object(buffer, valueDepth)
        case .member(let name):
            return try Self.member(name, of: Self.object(buffer, valueDepth))
        }
    }

    /// An object that may hold the member, or is itself what the member is.
    private static func member(_ name: String, of object: JSONObject) -> JSONObject {
        object[name] == nil ? [name: .object(object)] : object
    }

    private static func object(_ buffer: ByteBuffer?, _ valueDepth: Int) throws -> JSONObject {
        guard let buffer, buffer.readableBytes > 0 else {
            throw Failure(.badRequest, "there is no body; a JSON object is expected")
        }
        let value = try RequestText.json(buffer.readableBytesView, valueDepth: valueDepth)
        guard case .object(let object) = value else {
            throw Failure(.badRequest, "the body is \(value.kind); a JSON object is expected")
        }
        return object
    }
}

extension Member {
    /// The value that stands in a query as text.
    fileprivate func value(of text: String) throws -> JSONValue {
        guard case .integer = kind else { return .string(text) }
        guard let integer = Int64(text) else {
            throw Failure.wrong(name, "an integer is expected, found a text")
        }
        return .integer(integer)
    }
}
