import AgentKV
import AgentKVTesting
import Hummingbird

/// How the stores of this process free what has expired.
extension Competitor {
    /// Every entry is dead, and all are freed, a thousand in each call.
    static func purges(_ job: Job) -> Contender.Round {
        let work = Workload(job)
        return {
            let clock = ManualClock()
            let store = TransientStore(clock: clock, sweeps: false)
            for (number, key) in work.keys.all.enumerated() {
                try await store.set(key, to: work[number], ttl: .milliseconds(1 + number))
            }
            clock.advance(by: .milliseconds(1 + job.entries))
            var removed = 0
            let figure = try await nanoseconds(per: job.entries) {
                while removed < job.entries { removed += try await store.purgeExpired(limit: 1000) }
            }
            precondition(removed == job.entries)
            return figure
        }
    }

    /// The floor: the entries of a plain dictionary are removed one by one.
    static func removals(_ job: Job) -> Contender.Round {
        let work = Workload(job)
        return {
            var dictionary = work.keys.dictionary { work[$0] }
            return await nanoseconds(per: job.entries) {
                for key in work.keys.all { blackHole(dictionary.removeValue(forKey: key)) }
            }
        }
    }

    static func stalls(_ job: Job) -> Contender.Round {
        let work = Workload(job)
        return {
            let clock = ManualClock()
            let store = TransientStore(clock: clock)
            for (number, key) in work.keys.all.enumerated() {
                try await store.set(key, to: work[number], ttl: .seconds(60))
            }
            try await store.set("later", to: work[0], ttl: .seconds(120))
            let get: @Sendable (Int) async throws -> Void = { step in
                blackHole(try await store.get(work.keys[step], as: String.self))
            }
            let longest = try await longestWait(of: get) {
                clock.advance(by: .seconds(60))
                try await Task.sleep(for: .seconds(1))
                // Once the sweeper is through, it sleeps for the one that is left.
                await clock.waitForSleepers()
            }
            let left = try await store.purgeExpired(limit: job.entries)
            precondition(left == 0, "the sweeper has not been through")
            return longest
        }
    }

    /// Hummingbird's driver goes through all entries from time to time.
    static func tidying(_ job: Job) -> Contender.Round {
        let work = Workload(job)
        return {
            let clock = ManualClock()
            let driver = MemoryPersistDriver(
                clock,
                configuration: .init(tidyFrequency: .seconds(61))
            )
            for (number, key) in work.keys.all.enumerated() {
                try await driver.set(key: key, value: work[number], expires: .seconds(60))
            }
            let running = Task { try await driver.run() }
            defer { running.cancel() }
            await clock.waitForSleepers()
            let get: @Sendable (Int) async throws -> Void = { step in
                blackHole(try await driver.get(key: work.keys[step], as: String.self))
            }
            return try await longestWait(of: get) {
                clock.advance(by: .seconds(61))
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
