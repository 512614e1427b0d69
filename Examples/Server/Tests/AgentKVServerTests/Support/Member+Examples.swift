import AgentKV

@testable import AgentKVServer

extension Route.Part {
    /// A part of a path that leads there.
    var example: String {
        switch self {
        case .word(let word): word
        case .member: "x"
        }
    }
}

extension Member.Kind {
    /// A value that the member may have.
    var example: JSONValue {
        switch self {
        case .text: "x"
        case .flag: false
        case .integer, .seconds: 1
        case .time: 4_102_444_800_000
        case .object: [:]
        case .texts: ["x"]
        case .values: []
        case .objects: [["key": "x", "value": 1]]
        case .anything: .null
        }
    }
}
