/// Thrown by a read on its caller's thread that turns out to take long there.
struct LongRead: Error {}

extension Connection {
    /// The longest text that is parsed on the thread of a caller, in bytes: to change threads, and to
    /// read it once more there, would take longer.
    ///
    /// SQLite has copied a text out of its pages by the time it tells its length, a longer one too;
    /// what is spared the caller's thread is the parsing, which takes many times as long.
    static var shortText: Int { 262_144 }

    /// Throws where a text is too long to be parsed on the present thread.
    func checkLength(of column: Int32, in statement: Statement) throws {
        if !mayTakeLong, statement.byteCount(column) > Self.shortText { throw LongRead() }
    }
}

extension Connection {
    /// Runs a short read on the thread of a caller; nil where it would have to wait or takes long.
    func readNow<R>(_ body: (Connection) throws -> R) throws -> R? {
        mayTakeLong = false
        defer { mayTakeLong = true }
        do {
            return try body(self)
        } catch is LongRead {
            return nil
        } catch let failure as SQLiteFailure where failure.isBusy {
            return nil
        }
    }
}
