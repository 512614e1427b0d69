import AgentKV

extension Subject {
    /// Appending to lists of different length.
    static func lists() -> [Subject] {
        [
            Subject(
                title: "listAppendUnique of one item",
                contenders: [
                    appends(to: 10, lists: 100, each: 10, name: "100 lists of 10"),
                    appends(
                        to: 10_000,
                        lists: 1,
                        each: 1000,
                        name: "a list of 10000",
                        target: .ratio(3)
                    ),
                ]
            )
        ]
    }

    /// Appends `each` items in turn to every one of `lists` new lists of `length` items.
    private static func appends(
        to length: Int,
        lists: Int,
        each: Int,
        name: String,
        target: Target? = nil
    ) -> Contender {
        let keys = Keys.short(lists).all
        let start = (0..<length).map(item)
        let items = (length..<length + each).map { [item($0)] }
        return Contender(name, target: target) {
            {
                let store = TransientStore()
                for key in keys {
                    blackHole(try await store.listAppendUnique(key, items: start))
                }
                return try await nanoseconds(per: lists * each) {
                    for item in items {
                        for key in keys {
                            blackHole(try await store.listAppendUnique(key, items: item))
                        }
                    }
                }
            }
        }
    }

    private static func item(_ id: Int) -> JSONValue {
        ["id": .integer(Int64(id)), "text": "found something worth a look", "done": .bool(false)]
    }
}
