import AgentKV
import AgentKVTesting

extension Subject {
    /// What lifetimes cost when there are many entries: setting them, and freeing what died.
    static func lifetimes(_ scale: Scale) -> [Subject] {
        [
            sets(scale),
            purgeOfNothing(scale),
            purge(of: 10_000),
            purge(of: scale.entries),
        ]
    }

    private static func sets(_ scale: Scale) -> Subject {
        let work = Workload.ints(.short(scale.entries), steps: scale.steps)
        return Subject(
            title: "set with lifetime at \(scale.entries) timed entries",
            contenders: [
                .writes(Transient.self, work, name: "TransientStore, without lifetimes"),
                .timedWrites(Transient.self, work, target: .ratio(1.6)),
                .writes(MutexDictionary.self, work, name: "Mutex<[String: Int]>, without"),
                .timedWrites(HummingbirdMemory.self, work),
            ]
        )
    }

    private static func purgeOfNothing(_ scale: Scale) -> Subject {
        func contender(_ entries: Int) -> Contender {
            Contender("\(entries) entries", target: .figure(1000)) {
                let store = TransientStore()
                for key in Keys.short(entries).all {
                    try await store.set(key, to: 1, ttl: anHour)
                }
                let calls = scale.steps / 100
                return {
                    try await nanoseconds(per: calls) {
                        for _ in 0..<calls {
                            blackHole(try await store.purgeExpired(limit: 1000))
                        }
                    }
                }
            }
        }
        return Subject(
            title: "purgeExpired with nothing dead",
            contenders: [contender(1000), contender(scale.entries)]
        )
    }

    /// Every entry is dead, and all are freed, a thousand in each call.
    ///
    /// The keys stay alive outside, so that neither contender frees them.
    private static func purge(of entries: Int) -> Subject {
        let keys = Keys.short(entries)
        return Subject(
            title: "purgeExpired, per entry removed, of \(entries)",
            mostRounds: 7,
            contenders: [
                Contender("removal from a dictionary") {
                    {
                        var dictionary = keys.dictionary { $0 }
                        return await nanoseconds(per: entries) {
                            for key in keys.all {
                                blackHole(dictionary.removeValue(forKey: key))
                            }
                        }
                    }
                },
                Contender("TransientStore", target: .ratio(2)) {
                    {
                        let clock = ManualClock()
                        let store = TransientStore(clock: clock, sweeps: false)
                        for (number, key) in keys.all.enumerated() {
                            try await store.set(key, to: number, ttl: .milliseconds(1 + number))
                        }
                        clock.advance(by: .milliseconds(1 + entries))
                        var removed = 0
                        let figure = try await nanoseconds(per: entries) {
                            while removed < entries {
                                removed += try await store.purgeExpired(limit: 1000)
                            }
                        }
                        precondition(removed == entries)
                        return figure
                    }
                },
            ]
        )
    }
}
