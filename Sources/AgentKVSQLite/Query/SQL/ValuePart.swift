/// The SQL that reads the part of a JSON text at a path.
///
/// Names of ASCII letters, digits and underscores make a path of SQLite's, which is bound. Such a
/// path finds a name only as it is spelt in the text; any other name may be spelt with escapes
/// there, so it is looked for among the members that `json_each` returns, whose names are not
/// escaped any more.
struct ValuePart {
    /// An expression for the JSON type, as SQLite calls it: null if there is no such part.
    private var type = ""
    /// An expression for the value: text without its quotes, and 1 and 0 for true and false.
    private var value = ""
    /// The joins and conditions of the steps that `json_each` takes.
    private var sources: [String] = []
    private var conditions: [String] = []

    init(_ path: [String], of document: String, bind: (SQLValue) -> String) {
        var document = document
        var plain = "$"
        for name in path {
            if Self.isPlain(name) {
                plain += ".\(name)"
                continue
            }
            let step = "step\(sources.count)"
            sources.append("json_each(\(document), \(bind(.text(plain)))) AS \(step)")
            conditions.append("\(step).key = \(bind(.text(name)))")
            type = "\(step).type"
            value = "\(step).value"
            // A text may look like JSON: what is inside is no part of the value.
            document = "iif(\(step).type = 'object', \(step).value, NULL)"
            plain = "$"
        }
        if sources.isEmpty || plain != "$" {
            let path = bind(.text(plain))
            type = "json_type(\(document), \(path))"
            value = "\(document) ->> \(path)"
        }
    }

    /// Returns an expression in which `body` uses the type and the value.
    func expression(_ body: (_ type: String, _ value: String) -> String) -> String {
        let expression = body(type, "(\(value))")
        if sources.isEmpty { return "(\(expression))" }
        let joined = sources.joined(separator: " CROSS JOIN ")
        let condition = conditions.joined(separator: " AND ")
        return "(SELECT \(expression) FROM \(joined) WHERE \(condition) LIMIT 1)"
    }

    /// Whether a name may stand in a path of SQLite's as it is.
    static func isPlain(_ name: String) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where !isFirst:
                break
            default:
                return false
            }
            isFirst = false
        }
        return !isFirst
    }
}
