import AgentKV

extension Subject {
    /// What entries with a lifetime weigh, and whether setting a lifetime again leaves anything.
    static func memory(_ scale: Scale) -> [Subject] {
        MemoryGauge.allCases.flatMap { gauge in
            [
                perEntry(gauge, Keys.short, scale.entries, "short keys"),
                perEntry(gauge, Keys.long, scale.entries, "long keys"),
            ]
        } + [growth(scale)]
    }

    /// The keys are made inside, so that their text is weighed with the entry that holds it.
    private static func perEntry(
        _ gauge: MemoryGauge,
        _ keys: @escaping @Sendable (Int) -> Keys,
        _ entries: Int,
        _ what: String
    ) -> Subject {
        func contender<P: TimedPeer<Int>>(_ peer: P.Type, target: Target? = nil) -> Contender {
            Contender(P.name, target: target) {
                {
                    try await gauge.bytes {
                        let peer = try await P()
                        for (number, key) in keys(entries).all.enumerated() {
                            try await peer.set(key, to: number, ttl: anHour)
                        }
                        return peer
                    } / Double(entries)
                }
            }
        }
        return Subject(
            title: "memory of \(entries) entries with a lifetime, \(gauge), \(what)",
            unit: .bytesPerEntry,
            process: .fresh,
            mostRounds: 3,
            contenders: [
                Contender("dictionary of value and deadline") {
                    {
                        await gauge.bytes {
                            keys(entries).dictionary { Timed($0, ttl: anHour) }
                        } / Double(entries)
                    }
                },
                contender(Transient<Int>.self, target: .ratio(2.5)),
                contender(HummingbirdMemory<Int>.self),
            ]
        )
    }

    /// After a thousand times, in which a store may set up what it needs, nothing is to be added
    /// but what the allocator keeps at hand.
    private static func growth(_ scale: Scale) -> Subject {
        func contender(
            _ name: String,
            _ renew: @escaping @Sendable (TransientStore, Int) async throws -> Void
        ) -> Contender {
            Contender(name, target: .figure(4096)) {
                {
                    let store = TransientStore()
                    try await store.set("key", to: 0, ttl: anHour)
                    for step in 0..<1000 { try await renew(store, step) }
                    return try await MemoryGauge.allocated.bytes {
                        for step in 0..<scale.entries { try await renew(store, step) }
                        return store
                    }
                }
            }
        }
        return Subject(
            title: "memory added by setting one key's lifetime \(scale.entries) times",
            unit: .bytes,
            process: .fresh,
            mostRounds: 3,
            contenders: [
                contender("expire") { store, step in
                    try await store.expire("key", ttl: .milliseconds(3_600_000 + step))
                },
                contender("set with lifetime") { store, step in
                    try await store.set("key", to: step, ttl: .milliseconds(3_600_000 + step))
                },
            ]
        )
    }
}
