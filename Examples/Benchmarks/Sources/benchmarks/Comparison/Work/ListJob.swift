import AgentKV

/// How the steps of a job on lists are divided: short lists are many, and none grows by more than
/// a tenth while it is measured.
struct ListJob: Sendable {
    let lists: [String]
    let length: Int
    /// Items that each list is given in a round.
    let each: Int

    init(_ job: Job) {
        length = job.length
        each = max(1, min(job.length / 10, job.steps))
        lists = Keys.short(max(1, job.steps / each)).all
    }

    /// The items that every list has from the beginning.
    var start: [JSONValue] { (0..<length).map(Self.item) }

    /// The items that are appended one by one.
    var added: [JSONValue] { (length..<length + each).map(Self.item) }

    static func item(_ id: Int) -> JSONValue {
        ["id": .integer(Int64(id)), "text": "found something worth a look", "done": .bool(false)]
    }
}
