internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes

/// Something that clients can ask for, whatever way the question comes.
struct Operation: Sendable {
    /// Its name, which is the type of the answer: `kvStore.get`.
    let name: String
    /// What it does, in a sentence.
    let summary: String
    /// What it is given.
    let members: [Member]
    /// What else there is to say of its requests and answers.
    let traits: Traits
    private let body: @Sendable (OperationCall) async throws -> Outcome

    init(
        _ name: String,
        _ summary: String,
        _ members: [Member] = [],
        traits: Traits = [],
        _ body: @escaping @Sendable (OperationCall) async throws -> Outcome
    ) {
        self.name = "kvStore.\(name)"
        self.summary = summary
        self.members = members
        self.traits = traits
        self.body = body
    }

    /// Checks what it is given, and does it.
    ///
    /// - Throws: ``Failure``, 400, also where there is a condition that it would not look at.
    func run(_ call: OperationCall) async throws -> Outcome {
        if call.condition != nil, !traits.contains(.takesCondition) {
            throw Failure(.badRequest, "\(name) takes no condition; nothing was changed")
        }
        try Member.check(members, in: call.parameters.object)
        return try await body(call)
    }
}

extension Operation {
    /// What clients can expect of an operation beside its members.
    struct Traits: OptionSet, Sendable {
        let rawValue: Int

        /// It writes one record, and only if a condition holds where there is one; otherwise 412.
        static let takesCondition = Traits(rawValue: 1)
        /// Its answer is about one revision of a record, and says which.
        static let tellsRevision = Traits(rawValue: 2)
        /// What is stored can stand against it: 409.
        static let canConflict = Traits(rawValue: 4)
        /// It writes nothing, and so may leave out of account what it does not know.
        static let onlyReads = Traits(rawValue: 8)
        /// It is done also where there is no such instance.
        static let needsNoInstance = Traits(rawValue: 16)
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
