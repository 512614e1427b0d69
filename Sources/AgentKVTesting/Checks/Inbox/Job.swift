/// What the checks of inboxes send.
struct Job: Codable, Hashable, Sendable {
    var id: Int
    var name = "job"

    static func numbered(_ numbers: some Sequence<Int>) -> [Job] { numbers.map { Job(id: $0) } }
}
