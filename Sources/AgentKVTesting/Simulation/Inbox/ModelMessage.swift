/// A message with an identity, as ``ModelInboxes`` know it.
struct ModelMessage: Hashable {
    /// Tells it from all other messages, also from those of the same content.
    let identity: Int
    let content: Int
    /// The id under which it was sent.
    var id: Int?
    /// When it ends by itself; nil for never.
    var end: Duration?
    /// How often it has been handed out.
    var attempts = 0
    /// Which of the messages handed out from its list it was; nil for one that has not been.
    var turn: Int?

    /// Whether nothing but the content is known of it.
    var isPlain: Bool { id == nil && end == nil && attempts == 0 && turn == nil }

    func isOver(at now: Duration) -> Bool { end.map { $0 <= now } ?? false }
}

/// A message that is lent, or that is kept back until a delay has passed.
struct ModelLoan: Hashable {
    /// What gives the message the lifetime of a list.
    enum Home: Hashable {
        /// The list that is there.
        case list
        /// A list of which nothing was left: when it would have ended.
        case gone(end: Duration?)
    }

    var message: ModelMessage
    /// The attempt that holds it; nil if nobody does.
    var holder: Int?
    var end: Duration
    var home = Home.list

    /// When the list ends that it was taken from, if that is gone.
    var endOfLostList: Duration? {
        if case .gone(let end) = home { end } else { nil }
    }
}
