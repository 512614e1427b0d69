import AgentKV
import AgentKVTesting

/// Something that a child does again and again, and what has to be found of it afterwards.
///
/// The child and its parent each have one of the same name. The parent's goes on from round to round,
/// since the file does.
protocol Duty: AnyObject, Sendable {
    /// Tells it from the others of its store.
    var name: String { get }

    /// Does it until the process is killed.
    func work(on place: OpenPlace, log: WriteLog, round: Int, random: SplitMix64) async throws

    /// Looks at what the child has left behind.
    ///
    /// - Throws: ``Violation`` where something is missing, too much, or half done.
    func check(_ place: OpenPlace, against ledger: WriteLedger) async throws
}

extension Duty {
    /// What its writes are called in the log.
    func title(in place: OpenPlace) -> String { "\(place.place.rawValue)/\(name)" }
}

/// The duties of a child in one of its stores.
func duties() -> [any Duty] {
    [
        NumberedDuty(ValueWork(), "value.1"),
        NumberedDuty(ValueWork(), "value.2"),
        NumberedDuty(BatchWork(), "batch"),
        NumberedDuty(CountWork(), "count"),
        NumberedDuty(ListWork(), "list"),
        NumberedDuty(TransferWork(), "transfer"),
        NumberedDuty(TurnoverWork(), "turnover"),
        MailDuty(),
    ]
}
