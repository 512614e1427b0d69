import AgentKV

/// What a user uploads.
struct Document: Codable, Sendable {
    var id: String
    var text: String

    func words(ofAtLeast length: Int) -> Int {
        text.split(separator: " ").count { $0.count >= length }
    }

    /// Twelve documents, the same in every run.
    static let samples: [Document] = (1...12).map { number in
        let words = ["a", "store", "for", "agents", "that", "work", "together", "in", "one", "run"]
        let text = (0..<number * 17).map { words[($0 * 7 + number) % words.count] }
        return Document(id: "note-\(number).md", text: text.joined(separator: " "))
    }
}
