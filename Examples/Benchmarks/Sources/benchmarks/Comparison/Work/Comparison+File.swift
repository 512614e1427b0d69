/// What is compared of stores in a file.
extension Comparison {
    static func inFile(_ scale: Scale) -> [Comparison] {
        let steps = scale.steps / 20
        return [
            Comparison(
                title: "file: get",
                medium: .file,
                cases: .sizes { size in
                    Job(.get, size: size, entries: size > 10_000 ? 64 : 1024)
                        .steps(size > 10_000 ? steps / 5 : steps)
                }
            ),
            Comparison(
                title: "file: durable set",
                medium: .file,
                note: durability,
                cases: .sizes { Job(.set, size: $0, entries: 64).steps(scale.steps / 500) }
            ),
            Comparison(
                title: "file: durable set, against writers",
                medium: .file,
                note: "Elapsed time per write of any of them. \(durability)",
                mostRounds: 5,
                axis: "writers",
                cases: .counts([1, 4, 16, 64, 256], "writers") { writers in
                    Job(.set, tasks: writers)
                        .steps(writers * max(scale.steps / 500 / writers, scale.steps / 20_000, 1))
                }
            ),
            Comparison(
                title: "file: durable batch, per key",
                medium: .file,
                unit: .timePerKey,
                note: durability,
                cases: .counts([100, 1000], "keys") {
                    Job(.mset, entries: $0).length($0).steps(max(1, scale.steps / 20_000))
                }
            ),
            Comparison(
                title: "file: query",
                medium: .file,
                note: """
                    The twenty latest records whose status is "active" and whose score is above 50, an \
                    eighth of all; ours counts all that match as well.
                    """,
                mostRounds: 5,
                cases: .counts([scale.entries / 10], "records") { Job(.query, entries: $0) }
            ),
            Comparison(
                title: "file: expiry, per entry removed",
                medium: .file,
                note: "All are dead. \(durability)",
                mostRounds: 3,
                cases: .counts([scale.entries / 50], "entries") { Job(.purge, entries: $0) }
            ),
            Comparison(
                title: "file: opening and the first get",
                medium: .file,
                cases: .counts([scale.entries / 10], "records") { Job(.open, entries: $0) }
            ),
        ]
    }

    private static let durability = """
        Every write is on the disk when it returns (SQLite: a write-ahead log, synchronous = full; \
        Redis: appendfsync = always); files in \(TemporaryFolder.whereabouts).
        """
}
