internal import AgentKV
internal import Foundation

/// A line that is taken apart.
enum ImportLine: Sendable {
    case header(ExportHeader)
    case record(RecordLine)
    /// A line with nothing in it.
    case empty

    /// Reads a line; the reason of an error says what is wrong with it.
    init(_ bytes: [UInt8], limits: StoreLimits) throws {
        guard bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else {
            self = .empty
            return
        }
        let json = try JSONValue(parsing: bytes, maximumDepth: limits.lineDepth)
        guard case .object(let members) = json else {
            throw LineError(reason: "it is no JSON object")
        }
        self =
            if members["format"] == nil {
                .record(try RecordLine(members, limits: limits))
            } else {
                .header(try ExportHeader(members, limits: limits))
            }
    }
}

/// What is wrong with a line.
struct LineError: Error {
    var key: String?
    let reason: String
}

extension RecordLine {
    fileprivate init(_ members: JSONObject, limits: StoreLimits) throws {
        let key = try members.text("key")
        do {
            let value = members["value"]
            if value == nil, members["messages"] == nil {
                throw LineError(reason: "it has no \"value\"")
            }
            self.init(
                key: key,
                value: try value.map { try WrittenValue($0, for: key, limits: limits) }
            )
            try limits.checkKey(key)
            try read(members, limits: limits)
        } catch let error as LineError {
            throw LineError(key: key, reason: error.reason)
        } catch let error as StoreError {
            throw LineError(key: key, reason: error.reason)
        }
    }

    private mutating func read(_ members: JSONObject, limits: StoreLimits) throws {
        for (name, value) in members where value != .null {
            switch name {
            case "key", "value": break
            case "namespace": namespace = try members.text(name)
            case "id": id = try members.text(name)
            case "createdAt": createdAt = try members.milliseconds(name)
            case "updatedAt": updatedAt = try members.milliseconds(name)
            case "expiresAt": expiresAt = try members.milliseconds(name)
            case "createdBy": createdBy = try members.text(name)
            case "updatedBy": updatedBy = try members.text(name)
            case "metadata":
                guard case .object = value else {
                    throw LineError(reason: "its \"metadata\" is no object")
                }
                metadata = try WrittenValue(value, for: key, limits: limits)
            case "messages":
                guard case .array(let parts) = value else {
                    throw LineError(reason: "its \"messages\" is no array")
                }
                messages = try parts.map { try MessageLine($0, of: key, limits: limits) }
            default:
                throw LineError(
                    reason: "it has a member \(JSONValue.string(name)), which is unknown"
                )
            }
        }
        if let namespace { try limits.checkName(namespace, of: "a namespace") }
        if id?.isEmpty == true { throw LineError(reason: "its \"id\" is empty") }
        if id?.utf8.contains(0) == true { throw LineError(reason: "its \"id\" holds U+0000") }
    }
}

extension MessageLine {
    fileprivate init(_ json: JSONValue, of key: String, limits: StoreLimits) throws {
        guard case .object(let members) = json, let value = members["value"] else {
            throw LineError(reason: "one of its \"messages\" is no object with a \"value\"")
        }
        kind = try members.text("kind")
        if kind.isEmpty { throw LineError(reason: "the \"kind\" of one of its messages is empty") }
        name = try members.optionalText("name") ?? ""
        self.value = try WrittenValue(value, for: key, limits: limits.forMetadata)
        due =
            if members["due"] == nil || members["due"] == .null { nil } else {
                try members.milliseconds("due")
            }
    }
}

extension ExportHeader {
    fileprivate init(_ members: JSONObject, limits: StoreLimits) throws {
        guard members["format"] == .string(Self.format),
            members["version"] == .integer(Self.version),
            case .object(let instance)? = members["instance"]
        else {
            throw LineError(
                reason: "it is the first line of something else than \(Self.format), version "
                    + "\(Self.version)"
            )
        }
        self.instance = Instance(
            id: try instance.text("id"),
            name: try instance.text("name"),
            description: try instance.optionalText("description"),
            createdAt: Date(milliseconds: try instance.milliseconds("createdAt")),
            updatedAt: Date(milliseconds: try instance.milliseconds("updatedAt"))
        )
        userID = try instance.optionalText("userID")
        namespace = try members.optionalText("namespace")
        guard case .integer(let last)? = members["revision"],
            0...Revision.greatestStart.rawValue ~= last
        else {
            throw LineError(reason: "its \"revision\" is no number of a write")
        }
        revision = Revision(rawValue: last)
        do {
            try limits.checkName(self.instance.id, of: "an instance")
            try limits.checkName(self.instance.name, of: "an instance")
            if let userID { try limits.checkName(userID, of: "a user") }
        } catch {
            throw LineError(reason: error.reason)
        }
    }
}

extension JSONObject {
    fileprivate func text(_ name: String) throws(LineError) -> String {
        guard let text = try optionalText(name) else {
            throw LineError(reason: "it has no \"\(name)\"")
        }
        return text
    }

    fileprivate func optionalText(_ name: String) throws(LineError) -> String? {
        switch self[name] {
        case .string(let text)?: return text
        case nil, .null?: return nil
        default: throw LineError(reason: "its \"\(name)\" is no text")
        }
    }

    fileprivate func milliseconds(_ name: String) throws(LineError) -> Int64 {
        guard case .integer(let time)? = self[name] else {
            throw LineError(
                reason: "its \"\(name)\" is no whole number of milliseconds since 1970"
            )
        }
        return time
    }
}
