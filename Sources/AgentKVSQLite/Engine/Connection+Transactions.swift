extension Connection {
    /// Begins a transaction that is going to write, and so has the only right to.
    func beginWriting() throws { try statement("BEGIN IMMEDIATE").run() }

    /// Begins a transaction that only reads; its moment is that of its first read.
    func beginReading() throws { try statement("BEGIN DEFERRED").run() }

    func commit() throws { try statement("COMMIT").run() }

    /// Ends a transaction that came to nothing; where SQLite has ended it already, that is fine.
    func rollBack() {
        if !isOutsideTransaction { try? statement("ROLLBACK").run() }
    }

    /// Runs `body` on one moment of the database.
    func reading<R>(_ body: (Connection) throws -> R) throws -> R {
        try beginReading()
        defer { rollBack() }
        return try body(self)
    }

    /// Runs `body` in a transaction that writes.
    func writing<R>(_ body: () throws -> R) throws -> R {
        try beginWriting()
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body` so that, when it throws, nothing it has written stays, and what came before does.
    func savepoint<R>(_ body: () throws -> R) throws -> R {
        try statement("SAVEPOINT part").run()
        do {
            let result = try body()
            try statement("RELEASE part").run()
            return result
        } catch {
            if !isOutsideTransaction { undoPart() }
            throw error
        }
    }

    /// Undoes what has been written since the savepoint or, if that fails, the whole transaction.
    private func undoPart() {
        do {
            try statement("ROLLBACK TO part").run()
            try statement("RELEASE part").run()
        } catch {
            rollBack()
        }
    }
}
