extension QueryField: CustomStringConvertible {
    /// The field as JSON queries name it, such as `updatedAt` or `value.owner.name`.
    public var description: String {
        switch self {
        case .key: "key"
        case .namespace: "namespace"
        case .value(let path): (["value"] + path.map(Self.escaped)).joined(separator: ".")
        case .createdAt: "createdAt"
        case .updatedAt: "updatedAt"
        case .expiresAt: "expiresAt"
        }
    }

    /// Creates the field of that name, in either spelling; nil if there is none.
    public init?(_ name: String) {
        switch name {
        case "key": self = .key
        case "namespace": self = .namespace
        case "value": self = .value
        case "createdAt", "created_at": self = .createdAt
        case "updatedAt", "updated_at": self = .updatedAt
        case "expiresAt", "expires_at": self = .expiresAt
        default:
            let prefix = "value."
            guard name.utf8.starts(with: prefix.utf8) else { return nil }
            self = .value(String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
        }
    }

    /// Splits a path at its dots.
    ///
    /// A backslash before a dot or a backslash makes that a part of the name; before anything else
    /// it stands for itself.
    static func names(inPath path: String) -> [String] {
        let dot = UInt8(ascii: ".")
        let backslash = UInt8(ascii: "\\")
        var names: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in path.utf8 {
            let last = names.count - 1
            if isEscaped {
                if byte != dot, byte != backslash { names[last].append(backslash) }
                names[last].append(byte)
                isEscaped = false
            } else if byte == backslash {
                isEscaped = true
            } else if byte == dot {
                names.append([])
            } else {
                names[last].append(byte)
            }
        }
        if isEscaped { names[names.count - 1].append(backslash) }
        return names.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func escaped(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
