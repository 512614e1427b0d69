/// What is compared of stores in memory.
extension Comparison {
    static func inMemory(_ scale: Scale) -> [Comparison] {
        let steps = scale.steps / 2
        func single(_ operation: Job.Operation, _ title: String) -> Comparison {
            Comparison(
                title: title,
                medium: .memory,
                cases: .sizes { size in
                    // Fewer of the large ones, which a server has to send.
                    Job(operation, size: size, entries: size > 10_000 ? 64 : 1024)
                        .steps(size > 10_000 ? steps / 20 : steps)
                }
            )
        }
        return [
            single(.get, "get"),
            single(.set, "set"),
            single(.timedSet, "set with a lifetime"),
            growing(.get, "get, against entries", scale),
            growing(.timedSet, "set with a lifetime, against entries", scale),
            Comparison(
                title: "mixed, against tasks",
                medium: .memory,
                note:
                    "Half reads, half writes, by tasks that share one store; elapsed time per call.",
                axis: "tasks",
                cases: .counts([1, 2, 4, 8, 16, 32, 64], "tasks") {
                    Job(.mixed, tasks: $0).steps(steps / 64 * 64)
                }
            ),
            batches(steps),
            Comparison(
                title: "increment",
                medium: .memory,
                cases: [Case(label: "1k keys", position: 1, job: Job(.increment).steps(steps))]
            ),
        ] + lists(scale) + expiry(scale)
    }

    private static func growing(
        _ operation: Job.Operation,
        _ title: String,
        _ scale: Scale
    ) -> Comparison {
        let counts = [1000, 10_000, 100_000, 1_000_000].filter { $0 <= scale.entries }
        return Comparison(
            title: title,
            medium: .memory,
            mostRounds: 5,
            axis: "entries",
            cases: .counts(counts, "entries") {
                Job(operation, entries: $0).steps(scale.steps / 2)
            }
        )
    }

    private static func batches(_ steps: Int) -> Comparison {
        let cases = [(Job.Operation.mget, "mget"), (.mset, "mset")].map { operation, label in
            Case(
                label: "\(label) of 100",
                position: 0,
                job: Job(operation).length(100).steps(steps / 100)
            )
        }
        return Comparison(title: "batches", medium: .memory, unit: .timePerKey, cases: cases)
    }

    private static func lists(_ scale: Scale) -> [Comparison] {
        let lengths = [10, 100, 1000, 10_000, 100_000].filter { $0 <= scale.entries / 10 }
        return [
            Comparison(
                title: "list append, against length",
                medium: .memory,
                note: """
                    One item. A store without lists reads the list, adds to it and writes it, under a \
                    lock.
                    """,
                mostRounds: 5,
                axis: "items in the list",
                cases: .counts(lengths, "items") { Job(.append).length($0).steps(1000) }
            ),
            Comparison(
                title: "list pop, per item",
                medium: .memory,
                note: "All items of a list are taken and the list is removed, in one call.",
                cases: .counts([10, 1000], "items") { Job(.pop).length($0).steps(10_000) }
            ),
        ]
    }

    private static func expiry(_ scale: Scale) -> [Comparison] {
        let count = scale.entries
        func comparison(
            _ operation: Job.Operation,
            _ title: String,
            _ unit: Unit,
            _ note: String
        ) -> Comparison {
            Comparison(
                title: title,
                medium: .memory,
                unit: unit,
                note: note,
                mostRounds: 3,
                cases: .counts([count], "entries") { Job(operation, entries: $0) }
            )
        }
        return [
            comparison(
                .purge,
                "expiry, per entry removed",
                .timePerOperation,
                "All are dead, and a call frees them; Redis has none, and frees them at its own pace."
            ),
            comparison(
                .stall,
                "expiry, longest get meanwhile",
                .longestWait,
                """
                All entries fall due together, while another task does nothing but get: for a second in \
                this process, for as long as it takes in the others.
                """
            ),
            comparison(.memory, "memory of an entry with a lifetime", .bytesPerEntry, memoryNote),
        ]
    }

    private static let memoryNote = """
        The key, the value and the store's own; what a new process grows by, except: the heap after a \
        collection (Java, Go), what the server says it uses (Redis); py-key-value of 100,000. The dictionaries and NSCache know \
        no lifetime.
        """
}
