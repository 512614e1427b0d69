import AgentKV

/// All that is visible in a store at one moment.
struct StoreState: Equatable, CustomStringConvertible {
    struct Line: Equatable, Sendable {
        let key: String
        let entry: Entry<JSONValue>

        static func == (left: Line, right: Line) -> Bool {
            left.key.utf8.elementsEqual(right.key.utf8) && left.entry == right.entry
        }
    }

    let lines: [Line]

    /// Reads everything in one transaction.
    init(of store: any KeyValueStore) async throws {
        lines = try await store.transaction { tx in
            var lines: [Line] = []
            for key in try tx.keys(limit: .max) {
                guard let entry = try tx.entry(key, as: JSONValue.self) else { continue }
                lines.append(Line(key: key, entry: entry))
            }
            return lines
        }
    }

    var description: String {
        let texts = lines.map { line in
            let lifetime = line.entry.remainingLifetime.map { " for \($0)" } ?? ""
            let key = JSONValue.string(line.key)
            return "\(key): \(line.entry.value) (revision \(line.entry.revision)\(lifetime))"
        }
        return "{\(texts.joined(separator: ", "))}"
    }
}
