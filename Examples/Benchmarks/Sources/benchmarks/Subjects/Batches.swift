import AgentKV

extension Subject {
    /// Reads and writes of a hundred keys in one call.
    static func batches(_ scale: Scale) -> [Subject] {
        let all = Workload.ints(.short(1024), steps: 0)
        let keys = (0..<100).map { all.keys[$0] }
        let values = Dictionary(uniqueKeysWithValues: zip(keys, 0...))
        let calls = scale.steps / keys.count
        return [
            Subject(
                title: "mget of 100 keys",
                unit: .timePerKey,
                contenders: [
                    Contender("dictionary under one lock") {
                        let peer = try await MutexDictionary(filledFor: all)
                        return {
                            await nanoseconds(per: calls * keys.count) {
                                for _ in 0..<calls {
                                    blackHole(peer.get(keys))
                                }
                            }
                        }
                    },
                    Contender("TransientStore", target: .ratio(2)) {
                        let store = try await Transient(filledFor: all).store
                        return {
                            try await nanoseconds(per: calls * keys.count) {
                                for _ in 0..<calls {
                                    blackHole(try await store.mget(keys, as: Int.self))
                                }
                            }
                        }
                    },
                ]
            ),
            Subject(
                title: "mset of 100 keys",
                unit: .timePerKey,
                contenders: [
                    Contender("dictionary under one lock") {
                        let peer = try await MutexDictionary(filledFor: all)
                        return {
                            await nanoseconds(per: calls * keys.count) {
                                for _ in 0..<calls {
                                    peer.set(values)
                                }
                            }
                        }
                    },
                    Contender("TransientStore", target: .ratio(2)) {
                        let store = try await Transient(filledFor: all).store
                        return {
                            try await nanoseconds(per: calls * keys.count) {
                                for _ in 0..<calls {
                                    try await store.mset(values)
                                }
                            }
                        }
                    },
                ]
            ),
        ]
    }
}
