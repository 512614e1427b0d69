/// A kind of use, after which everything is as it was before.
struct Use: Sendable {
    let title: String
    /// How often it is done for each time that is asked for.
    let share: Double
    /// Does it so many times.
    let body: @Sendable (Int) async throws -> Void

    init(
        _ title: String,
        share: Double = 1,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) {
        (self.title, self.share, self.body) = (title, share, body)
    }

    static func all() async throws -> [Use] {
        try await operations() + subscriptions() + waits() + ends()
    }
}
