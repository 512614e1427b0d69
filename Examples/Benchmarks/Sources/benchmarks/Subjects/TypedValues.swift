extension Subject {
    /// What a larger value costs, and what it costs to know the store only by its protocol.
    static func typedValues(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps)
        let structs = Workload.profiles(.short(1024), steps: scale.steps)
        let longTexts = Workload.profiles(.short(1024), steps: scale.steps, Profile.long)
        return [
            Subject(
                title: "get of a struct of five fields",
                contenders: [
                    .reads(Transient.self, ints, name: "TransientStore, Int"),
                    .reads(Transient.self, structs, target: .ratio(1.3)),
                    .reads(Transient.self, longTexts, name: "TransientStore, two long texts"),
                    .reads(MutexDictionary.self, structs),
                    .reads(MutexDictionary.self, longTexts, name: longTextsBesides),
                ]
            ),
            Subject(
                title: "set of a struct of five fields",
                contenders: [
                    .writes(Transient.self, ints, name: "TransientStore, Int"),
                    .writes(Transient.self, structs, target: .ratio(1.6)),
                    .writes(Transient.self, longTexts, name: "TransientStore, two long texts"),
                    .writes(MutexDictionary.self, structs),
                    .writes(MutexDictionary.self, longTexts, name: longTextsBesides),
                ]
            ),
        ] + throughTheProtocol(ints, "an Int") + throughTheProtocol(structs, "a struct")
    }

    private static var longTextsBesides: String {
        "\(MutexDictionary<Profile>.name), two long texts"
    }

    private static func throughTheProtocol<Value: Codable>(
        _ work: Workload<Value>,
        _ what: String
    ) -> [Subject] {
        [
            Subject(
                title: "get of \(what) through any KeyValueStore",
                contenders: [
                    .reads(Transient.self, work),
                    .reads(AnyTransient.self, work, target: .ratio(1.15)),
                ]
            ),
            Subject(
                title: "set of \(what) through any KeyValueStore",
                contenders: [
                    .writes(Transient.self, work),
                    .writes(AnyTransient.self, work, target: .ratio(1.15)),
                ]
            ),
        ]
    }
}
