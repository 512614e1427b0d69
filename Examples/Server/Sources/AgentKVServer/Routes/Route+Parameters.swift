internal import AgentKV
internal import HTTPTypes
internal import NIOCore

extension Route {
    /// Returns what the operation is given by a request.
    ///
    /// - Throws: ``Failure`` for a body that is no JSON object, and for a member of the query that is
    ///   of another kind than it has to be.
    func parameters(of target: RequestTarget, body: ByteBuffer?) throws -> Parameters {
        var object = try bodyMembers(body)
        for member in queryMembers {
            if let text = target[member.name] { object[member.name] = try member.value(of: text) }
        }
        for (part, text) in zip(parts, target.path) {
            if case .member(let name) = part { object[name] = .string(text) }
        }
        return Parameters(object: object)
    }

    private func bodyMembers(_ buffer: ByteBuffer?) throws -> JSONObject {
        switch body {
        case .none: [:]
        case .members: try Self.object(buffer)
        case .member(let name):
            try Self.member(name, of: Self.object(buffer))
        }
    }

    /// An object that may hold the member, or is itself what the member is.
    private static func member(_ name: String, of object: JSONObject) -> JSONObject {
        object[name] == nil ? [name: .object(object)] : object
    }

    private static func object(_ buffer: ByteBuffer?) throws -> JSONObject {
        guard let buffer, buffer.readableBytes > 0 else {
            throw Failure(.badRequest, "there is no body; a JSON object is expected")
        }
        let value = try JSONValue(parsing: buffer.readableBytesView)
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
