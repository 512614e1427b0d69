/// A value to query: what an agent has been given to do.
struct Assignment: Codable, Sendable {
    var name: String
    var status: String
    var steps: Int
    var score: Double
    var isDone: Bool

    /// A quarter of them is active, half of those above 50 in score; both are scattered.
    init(_ number: Int) {
        let scattered = Int(UInt32(truncatingIfNeeded: number &* 2_654_435_769) >> 8)
        name = "planner \(number)"
        status = ["active", "waiting", "done", "failed"][scattered % 4]
        steps = number
        score = Double(scattered / 4 % 1000) / 10
        isDone = number.isMultiple(of: 2)
    }
}

extension Workload<Assignment> {
    static func assignments(_ count: Int) -> Workload {
        Workload(.short(count), (0..<131_072).map(Assignment.init), steps: 0)
    }
}
