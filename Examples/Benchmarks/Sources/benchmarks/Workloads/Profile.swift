/// A value of five fields.
struct Profile: Codable, Sendable {
    var name: String
    var state: String
    var steps: Int
    var score: Double
    var isDone: Bool

    /// With texts of at most 15 bytes, which Swift keeps in place, as names and states tend to be.
    static func short(_ number: Int) -> Profile {
        Profile(
            name: "planner \(number)",
            state: "waiting",
            steps: number,
            score: Double(number) / 2,
            isDone: number.isMultiple(of: 2)
        )
    }

    /// With two longer texts, whose references are counted whenever the value is copied.
    static func long(_ number: Int) -> Profile {
        var profile = short(number)
        profile.name = "planner number \(number) of the run"
        profile.state = "waiting for the findings of task \(number)"
        return profile
    }
}
