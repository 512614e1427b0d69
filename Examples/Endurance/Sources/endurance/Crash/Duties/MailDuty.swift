import AgentKV
import AgentKVTesting
import Synchronization

/// Sends messages and works on them: afterwards each message is there that was not acknowledged by
/// who worked on it, once and in its place, and none that was.
final class MailDuty: Duty {
    let name = "mail"

    private struct State {
        /// Messages that were there at the end of the last round.
        var waiting: Set<Int> = []
    }

    private let state = Mutex(State())
    /// How many messages stay from one round to the next.
    private static let kept = 20
    /// Longer than a round, and shorter than what the parent's clock is ahead.
    private static let lease = Duration.seconds(60)

    func work(
        on place: OpenPlace,
        log: WriteLog,
        round: Int,
        random: SplitMix64
    ) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.send(to: place, log, round, random) }
            group.addTask { try await self.receive(from: place, log, random) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func inbox(_ place: OpenPlace) -> Inbox<Int> { place.store.inbox(name, of: Int.self) }

    private func send(
        to place: OpenPlace,
        _ log: WriteLog,
        _ round: Int,
        _ random: SplitMix64
    ) async throws {
        var random = random
        let title = "\(title(in: place))/send"
        let inbox = inbox(place)
        var number = round * 1_000_000
        while !Task.isCancelled {
            for _ in 0..<Int.random(in: 1...place.writesPerAcknowledgement, using: &random) {
                number += 1
                log.begin(title, number)
                let result = try await inbox.send(number, id: number)
                try require(result == .sent, "\(title): \(number) is called a duplicate")
            }
            try await place.settle()
            log.acknowledge(title, number)
        }
    }

    private func receive(
        from place: OpenPlace,
        _ log: WriteLog,
        _ random: SplitMix64
    ) async throws {
        var random = random
        let title = "\(title(in: place))/end"
        let inbox = inbox(place)
        while !Task.isCancelled {
            let most = Int.random(in: 1...4, using: &random)
            let deliveries = try await inbox.reserve(
                max: most,
                lease: Self.lease,
                timeout: .seconds(3_600)
            )
            for delivery in deliveries {
                switch Int.random(in: 0..<8, using: &random) {
                // Abandoned: as if the worker had died.
                case 0: continue
                case 1: try await delivery.release()
                default:
                    log.begin(title, delivery.message)
                    try await delivery.acknowledge()
                    try await place.settle()
                    log.acknowledge(title, delivery.message)
                }
            }
        }
    }

    func check(_ place: OpenPlace, against ledger: WriteLedger) async throws {
        let title = title(in: place)
        let sent = "\(title)/send"
        let ended = "\(title)/end"
        let before = state.withLock { $0 }
        // All up to the last acknowledgement, since one task sends, in order.
        let lastSent = ledger.acknowledged(sent).max() ?? 0
        let begun = Set(ledger.begun(sent))
        let certain = before.waiting.union(begun.filter { $0 <= lastSent })
        let possible = before.waiting.union(begun)
        let gone = Set(ledger.acknowledged(ended))
        let maybeGone = Set(ledger.begun(ended))

        let deliveries = try await inbox(place).reserve(max: .max, lease: .seconds(600))
        let messages = deliveries.map(\.message)
        let found = Set(messages)
        try require(found.count == messages.count, "\(title): a message is there twice")
        let lost = certain.subtracting(maybeGone).subtracting(found)
        try require(lost.isEmpty, "\(title): lost are \(lost.sorted())")
        let returned = found.intersection(gone)
        try require(returned.isEmpty, "\(title): dealt with and back are \(returned.sorted())")
        let unknown = found.subtracting(possible)
        try require(unknown.isEmpty, "\(title): nobody sent \(unknown.sorted())")
        try require(messages == messages.sorted(), "\(title): out of order: \(messages)")

        for delivery in deliveries.dropLast(Self.kept) { try await delivery.acknowledge() }
        for delivery in deliveries.suffix(Self.kept) { try await delivery.release() }
        state.withLock { $0.waiting = Set(messages.suffix(Self.kept)) }
        ledger.countMessages(messages.count)
    }
}
