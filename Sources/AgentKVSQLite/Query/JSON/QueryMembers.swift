internal import AgentKV

/// The members of an object in a JSON query, and where in the query it is.
struct QueryMembers {
    let all: JSONObject
    private let location: String

    /// Takes an object apart; the query as a whole is at no place.
    init(_ json: JSONValue, at location: String) throws(StoreError) {
        guard case .object(let object) = json else {
            let place = location.isEmpty ? "the query" : location
            throw .invalidQuery(place, "an object is expected", found: json)
        }
        all = object
        self.location = location
    }

    /// The value of a member; nil if it is missing or null.
    subscript(_ name: String) -> JSONValue? {
        let value = all[name]
        return value == .null ? nil : value
    }

    /// Returns where in the query a member is.
    func place(_ name: String) -> String {
        location.isEmpty ? name : "\(location).\(name)"
    }

    /// Throws if there is a member of another name.
    func allow(_ names: [String]) throws(StoreError) {
        for name in all.names where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            let known = names.joined(separator: ", ")
            throw .invalidQuery(place(name.cut), "it is not known here; known are \(known)")
        }
    }

    /// Throws if a member says again what was said elsewhere.
    func refuse(
        _ name: String,
        ifKnown other: (some Any)?,
        from otherPlace: String
    ) throws(StoreError) {
        if self[name] != nil, other != nil {
            throw .invalidQuery(place(name), "it is given twice, here and as “\(otherPlace)”")
        }
    }

    func required(_ name: String) throws(StoreError) -> JSONValue {
        guard let value = all[name] else { throw .invalidQuery(place(name), "it is missing") }
        return value
    }

    func requiredText(_ name: String) throws(StoreError) -> String {
        let value = try required(name)
        guard case .string(let text) = value else {
            throw .invalidQuery(place(name), "a text is expected", found: value)
        }
        return text
    }

    func text(_ name: String) throws(StoreError) -> String? {
        self[name] == nil ? nil : try requiredText(name)
    }

    func integer(_ name: String) throws(StoreError) -> Int? {
        switch self[name] {
        case nil:
            return nil
        case .integer(let integer):
            return Int(clamping: integer)
        case .number(let number):
            if let integer = Int(exactly: number) { return integer }
            throw .invalidQuery(place(name), "an integer is expected", found: .number(number))
        case let value?:
            throw .invalidQuery(place(name), "an integer is expected", found: value)
        }
    }

    /// Returns the elements of an array, with their places.
    func elements(_ name: String) throws(StoreError) -> [(place: String, value: JSONValue)] {
        switch self[name] {
        case nil:
            return []
        case .array(let elements):
            return elements.enumerated().map { ("\(place(name))[\($0.offset)]", $0.element) }
        case let value?:
            throw .invalidQuery(place(name), "an array is expected", found: value)
        }
    }
}
