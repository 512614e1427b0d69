internal import AgentKV
internal import AgentKVSQLite

/// Something that clients can ask for, whatever way the question comes.
struct Operation: Sendable {
    /// Its name, which is the type of the answer: `kvStore.get`.
    let name: String
    /// What it does, in a sentence.
    let summary: String
    /// What it is given.
    let members: [Member]
    private let body: @Sendable (OperationCall) async throws -> Outcome

    init(
        _ name: String,
        _ summary: String,
        _ members: [Member] = [],
        _ body: @escaping @Sendable (OperationCall) async throws -> Outcome
    ) {
        self.name = "kvStore.\(name)"
        self.summary = summary
        self.members = members
        self.body = body
    }

    /// Checks what it is given, and does it.
    func run(_ call: OperationCall) async throws -> Outcome {
        try call.parameters.check(members)
        return try await body(call)
    }
}

/// One call of an operation.
struct OperationCall: Sendable {
    let parameters: Parameters
    /// What has to be true of a record for a write to take place.
    var condition: RecordCondition?
    let database: SQLiteDatabase

    /// The namespace that the call is about, as a store; the instance has to be there.
    func store() async throws -> SQLiteStore {
        try await database.store(
            instance: parameters.instance,
            namespace: parameters.namespace,
            autoCreateInstance: false
        )
    }

    /// Runs `body` in a transaction on the namespace that the call is about; an instance that is made
    /// for it is undone with it.
    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await database.transaction(
            instance: parameters.instance,
            namespace: parameters.namespace,
            autoCreateInstance: parameters.autoCreatesInstance,
            body
        )
    }
}
