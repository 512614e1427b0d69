import AgentKV
import AgentKVTesting
import Synchronization

/// Writes that are numbered from 1 on: each leaves a state in which its number can be seen.
protocol NumberedWork: Sendable {
    /// Makes the write of a number, on the state that the one before has left or may have left.
    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws

    /// The number of the last write that has taken effect; 0 before the first.
    ///
    /// Up to the one that was `acknowledged` all of each write has to be there.
    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int
}

/// Writes numbers one after the other: afterwards the last one is there, and whole.
final class NumberedDuty<Work: NumberedWork>: Duty {
    let name: String
    private let work: Work
    /// What was there at the end of the last round: of the last write perhaps only a part.
    private let found = Atomic(0)
    /// What had been acknowledged by then.
    private let acknowledged = Atomic(0)

    init(_ work: Work, _ name: String) {
        self.name = name
        self.work = work
    }

    func work(
        on place: OpenPlace,
        log: WriteLog,
        round: Int,
        random: SplitMix64
    ) async throws {
        var random = random
        let title = title(in: place)
        var number = try await work.lastNumber(in: place.store, at: name, acknowledged: 0)
        while !Task.isCancelled {
            for _ in 0..<Int.random(in: 1...place.writesPerAcknowledgement, using: &random) {
                number += 1
                log.begin(title, number)
                try await work.write(number, to: place.store, at: name)
            }
            try await place.settle()
            log.acknowledge(title, number)
        }
    }

    func check(_ place: OpenPlace, against ledger: WriteLedger) async throws {
        let title = title(in: place)
        let before = found.load(ordering: .relaxed)
        let whole = ledger.acknowledged(title).max() ?? acknowledged.load(ordering: .relaxed)
        let least = max(whole, before)
        let most = max(ledger.begun(title).max() ?? 0, before)
        let last: Int
        do {
            last = try await work.lastNumber(in: place.store, at: name, acknowledged: whole)
        } catch {
            throw Violation("\(title): \(error)")
        }
        try require(last >= least, "\(title): \(least) was acknowledged, \(last) is there")
        try require(last <= most, "\(title): \(last) is there, only \(most) had been begun")
        found.store(last, ordering: .relaxed)
        acknowledged.store(whole, ordering: .relaxed)
        ledger.countFound(beyond: last - least)
    }
}
