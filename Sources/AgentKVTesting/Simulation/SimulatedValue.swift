import AgentKV

/// A value in some type, and the JSON that it is.
struct SimulatedValue: Sendable, CustomStringConvertible {
    let raw: any Codable & Sendable
    let json: JSONValue

    init(_ raw: some Codable & Sendable, _ json: JSONValue) {
        self.raw = raw
        self.json = json
    }

    /// The value as a store holds it.
    var stored: StoreValue {
        func open(_ raw: some Codable & Sendable) -> StoreValue { StoreValue(raw) }
        return open(raw)
    }

    var description: String { "\(type(of: raw)) \(json)" }
}

/// The record that simulations store.
struct SimulatedRecord: Codable, Sendable {
    var id: Int
    var name: String
}

extension SimulatedValue {
    static func random(using random: inout SplitMix64) -> SimulatedValue {
        let number = Int.random(in: -3...3, using: &random)
        let json = JSONValue.integer(Int64(number))
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: return SimulatedValue(number, json)
        case 2: return SimulatedValue(Double(number) + 0.5, .number(Double(number) + 0.5))
        case 3: return SimulatedValue(Int.max, .integer(.max))
        case 4: return SimulatedValue("text \(number)", .string("text \(number)"))
        case 5: return SimulatedValue(number > 0, .bool(number > 0))
        case 6: return SimulatedValue(JSONValue.null, .null)
        case 7: return SimulatedValue(Int?.none, .null)
        case 8:
            let record = SimulatedRecord(id: number, name: "e\u{301}")
            return SimulatedValue(record, ["id": json, "name": "e\u{301}"])
        case 9:
            let record = SimulatedRecord(id: number, name: "")
            return SimulatedValue([record], [["id": json, "name": ""]])
        case 10: return SimulatedValue([number, 1], [json, 1])
        default:
            let items = Array(repeating: ["id": json] as JSONValue, count: abs(number))
            return SimulatedValue(JSONValue.array(items), .array(items))
        }
    }
}

/// The types that simulations read values as.
enum SimulatedType: CaseIterable, Sendable {
    case integer
    case number
    case text
    case record
    case integers
    case records

    var type: any (Codable & Sendable).Type {
        switch self {
        case .integer: Int.self
        case .number: Double.self
        case .text: String.self
        case .record: SimulatedRecord.self
        case .integers: [Int].self
        case .records: [SimulatedRecord].self
        }
    }
}
